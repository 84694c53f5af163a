package org.tigstore.web;

import static java.lang.System.Logger.Level.ERROR;

import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.protocol.UnsatisfiableRangeException;

/** Answers refusals. Those that a failure underneath led to are logged with it. */
@Provider
public class RefusedMapper implements ExceptionMapper<RefusedException> {
  private static final System.Logger LOG = System.getLogger(RefusedMapper.class.getName());

  @Context private HttpHeaders headers;

  @Override
  public Response toResponse(RefusedException refused) {
    int status = ErrorAnswer.statusOf(refused.refusal());
    if (status >= 500) {
      LOG.log(ERROR, refused.reason(), refused);
    }
    Response.ResponseBuilder response =
        ErrorAnswer.of(status, refused.reason(), headers.getHeaderString(HttpHeaders.ACCEPT))
            .toResponse();
    if (refused.refusal() == Refusal.KEY_REQUIRED) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"tig\"");
    }
    if (refused instanceof UnsatisfiableRangeException range) {
      response.header("Content-Range", range.contentRange());
    }
    return response.build();
  }
}
