package org.tigstore.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tigstore.access.Operation;
import org.tigstore.access.Secret;

/**
 * Asks, before a resource method runs and before a byte of the body is read, whether it may. Made
 * by the JAX-RS runtime: what is to be injected reaches only objects that it made, and in some
 * runtimes only while it calls them.
 */
public class AccessFilter implements ContainerRequestFilter {
  private static final String BEARER = "bearer ";

  @Context private ServletContext servletContext;
  @Context private HttpServletRequest current;
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    Operation operation = resource.getResourceMethod().getAnnotation(Needs.class).value();
    Query query = Query.of(current);
    boolean taking = operation == Operation.READ && query.isOn(Parameters.TAKE);
    Services.of(servletContext)
        .access()
        .check(taking ? Operation.CHANGE : operation, keys(request, query));
  }

  private static List<Secret> keys(ContainerRequestContext request, Query query) {
    List<Secret> keys = new ArrayList<>();
    query.value(Parameters.API_KEY).map(Secret::new).ifPresent(keys::add);
    Optional.ofNullable(request.getHeaderString("X-API-Key")).map(Secret::new).ifPresent(keys::add);
    String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      keys.add(new Secret(authorization.substring(BEARER.length()).strip()));
    }
    return keys;
  }
}
