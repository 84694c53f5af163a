package org.tigstore.web;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.tigstore.block.RefusedException;

/** Answers refusals. */
@Provider
public class RefusedMapper implements ExceptionMapper<RefusedException> {
  @Context private HttpHeaders headers;

  @Override
  public Response toResponse(RefusedException refused) {
    return Failures.answer(refused, headers.getHeaderString(HttpHeaders.ACCEPT)).toResponse();
  }
}
