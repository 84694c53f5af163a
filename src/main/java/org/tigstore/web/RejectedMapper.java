package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers what JAX-RS itself rejects. */
@Provider
public class RejectedMapper implements ExceptionMapper<WebApplicationException> {
  @Context private HttpServletRequest request;

  @Override
  public Response toResponse(WebApplicationException rejected) {
    Response.StatusType status = rejected.getResponse().getStatusInfo();
    String accept = RawRequest.accept(request);
    return ErrorAnswer.of(status.getStatusCode(), status.getReasonPhrase(), accept)
        .toAnswer()
        .toResponse();
  }
}
