package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Tells which tig this is. */
@Path("/version")
public class VersionResource {
  @Context private HttpServletRequest request;

  /** Answers with the version and no end of line. */
  @GET
  public Response version() {
    return Response.ok(Services.of(request).monitor().version(), MediaType.TEXT_PLAIN_TYPE).build();
  }
}
