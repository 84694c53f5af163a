package org.tigstore.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import java.io.IOException;
import org.tigstore.access.Operation;

/**
 * Asks, before a resource method runs and before a byte of the body is read, whether it may. Made
 * by the JAX-RS runtime: what is to be injected reaches only objects that it made, and in some
 * runtimes only while it calls them.
 */
public class AccessFilter implements ContainerRequestFilter {
  @Context private ServletContext servletContext;
  @Context private HttpServletRequest current;
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    Operation operation = resource.getResourceMethod().getAnnotation(Needs.class).value();
    Access.check(current, operation, Services.of(servletContext).access());
  }
}
