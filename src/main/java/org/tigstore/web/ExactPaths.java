package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * Refuses what JAX-RS runtimes leave out of a path before they look for a resource: matrix
 * parameters, and a slash at the end.
 */
@Provider
@PreMatching
public class ExactPaths implements ContainerRequestFilter {
  /** The methods to which a path that names nothing is a malformed request. */
  static final Set<String> WRITES = Set.of(HttpMethod.PUT, HttpMethod.POST);

  @Override
  public void filter(ContainerRequestContext request) throws RefusedException {
    // Not from UriInfo, which some runtimes cannot make of a query that is no URI's.
    HttpServletRequest current = RawRequest.of(request);
    String path = current.getRequestURI();
    boolean root = path.length() <= current.getContextPath().length() + 1;
    if (path.indexOf(';') >= 0 || (path.endsWith("/") && !root)) {
      throw new RefusedException(
          WRITES.contains(request.getMethod()) ? Refusal.MALFORMED : Refusal.MISSING,
          "no path has parameters of its own or ends in a slash");
    }
  }
}
