package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import java.io.IOException;
import org.tigstore.access.Operation;

/** Asks, before a resource method runs and before a byte of the body is read, whether it may. */
final class AccessFilter implements ContainerRequestFilter {
  private final Operation operation;

  /** What the resource method needs. */
  AccessFilter(Operation operation) {
    this.operation = operation;
  }

  @Override
  public void filter(ContainerRequestContext request) throws IOException {
    HttpServletRequest current = RawRequest.of(request);
    Access.check(current, operation, Services.of(current).access());
  }
}
