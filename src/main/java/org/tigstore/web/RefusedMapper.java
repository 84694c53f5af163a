package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.tigstore.block.RefusedException;

/** Answers refusals. */
@Provider
public class RefusedMapper implements ExceptionMapper<RefusedException> {
  @Context private HttpServletRequest request;

  @Override
  public Response toResponse(RefusedException refused) {
    return Exchange.of(request).answerTo(refused).toResponse();
  }
}
