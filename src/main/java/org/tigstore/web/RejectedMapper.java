package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Answers what JAX-RS itself rejects: a method that a path does not have, say. Some runtimes also
 * find no resource where others find one that refuses the path; a write there is as malformed.
 */
@Provider
public class RejectedMapper implements ExceptionMapper<WebApplicationException> {
  @Context private HttpHeaders headers;
  @Context private Request request;
  @Context private HttpServletRequest current;

  @Override
  public Response toResponse(WebApplicationException rejected) {
    Response original = rejected.getResponse();
    boolean nowhere = original.getStatus() == Response.Status.NOT_FOUND.getStatusCode();
    boolean malformed = nowhere && ExactPaths.WRITES.contains(request.getMethod());
    Response.StatusType status = malformed ? Response.Status.BAD_REQUEST : original.getStatusInfo();
    String accept = headers.getHeaderString(HttpHeaders.ACCEPT);
    Answer answer =
        ErrorAnswer.of(status.getStatusCode(), status.getReasonPhrase(), accept).toAnswer();
    if (status.getStatusCode() == Response.Status.METHOD_NOT_ALLOWED.getStatusCode()) {
      answer.with(HttpHeaders.ALLOW, String.join(", ", AllowedMethods.of(current)));
    }
    return answer.toResponse();
  }
}
