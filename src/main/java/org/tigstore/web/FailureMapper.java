package org.tigstore.web;

import static java.lang.System.Logger.Level.ERROR;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Answers what nobody foresaw. */
@Provider
public class FailureMapper implements ExceptionMapper<Throwable> {
  private static final System.Logger LOG = System.getLogger(FailureMapper.class.getName());

  @Context private HttpHeaders headers;

  @Override
  public Response toResponse(Throwable failure) {
    LOG.log(ERROR, "a request failed", failure);
    String accept = headers.getHeaderString(HttpHeaders.ACCEPT);
    return ErrorAnswer.of(500, "the server failed, see its log", accept).toResponse().build();
  }
}
