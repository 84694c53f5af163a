package org.tigstore.web;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers what the JAX-RS runtime itself rejects. */
@Provider
public class RejectedMapper implements ExceptionMapper<WebApplicationException> {
  @Override
  public Response toResponse(WebApplicationException rejected) {
    Response.StatusType status = rejected.getResponse().getStatusInfo();
    Answer answer =
        ErrorAnswer.of(status.getStatusCode(), status.getReasonPhrase(), Call.current().accept());
    return Response.status(answer.status()).entity(answer).build();
  }
}
