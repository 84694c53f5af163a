package org.tigstore.web;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers what JAX-RS itself rejects: a method that a path does not have, say. */
@Provider
public class RejectedMapper implements ExceptionMapper<WebApplicationException> {
  @Context private HttpHeaders headers;

  @Override
  public Response toResponse(WebApplicationException rejected) {
    Response original = rejected.getResponse();
    String accept = headers.getHeaderString(HttpHeaders.ACCEPT);
    String reason = original.getStatusInfo().getReasonPhrase();
    Response.ResponseBuilder response =
        ErrorAnswer.of(original.getStatus(), reason, accept).toResponse();
    if (!original.getAllowedMethods().isEmpty()) {
      response.allow(original.getAllowedMethods());
    }
    return response.build();
  }
}
