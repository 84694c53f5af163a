package org.tigstore.web;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** Refuses matrix parameters, which JAX-RS leaves out of a path before it looks for a resource. */
@Provider
@PreMatching
public class ExactPaths implements ContainerRequestFilter {
  private static final Set<String> WRITES = Set.of(HttpMethod.PUT, HttpMethod.POST);

  @Override
  public void filter(ContainerRequestContext request) throws RefusedException {
    if (request.getUriInfo().getRequestUri().getRawPath().indexOf(';') >= 0) {
      throw new RefusedException(
          WRITES.contains(request.getMethod()) ? Refusal.MALFORMED : Refusal.MISSING,
          "no path has parameters of its own");
    }
  }
}
