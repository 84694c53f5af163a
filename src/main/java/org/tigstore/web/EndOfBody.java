package org.tigstore.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;

/** Ends the body once the request has its answer, so that nobody waits for the rest of it. */
@Provider
public class EndOfBody implements ContainerResponseFilter {
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    RawRequest.endBody(RawRequest.of(request));
  }
}
