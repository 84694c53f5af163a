package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * Tells whoever watches the node how it is; needs no key, and no body says more than the status.
 */
@Path("/health")
public class HealthResource {
  @Context private HttpServletRequest request;

  /** 200: the node has started, and answers from now on. */
  @GET
  @Path("started")
  public Response started() {
    return Response.ok().build();
  }

  /** 200: the node answers. */
  @GET
  @Path("live")
  public Response live() {
    return Response.ok().build();
  }

  /** 200: callers may come; 503: they had better not, for the reason that the answer has. */
  @GET
  @Path("ready")
  public Response ready() throws RefusedException {
    if (Stopping.isAnnounced(request)) {
      throw new RefusedException(Refusal.CLOSED, "the node is about to stop");
    }
    Optional<String> reason = Services.of(request).nodes().notReady();
    if (reason.isPresent()) {
      throw new RefusedException(Refusal.CLOSED, reason.get());
    }
    return Response.ok().build();
  }
}
