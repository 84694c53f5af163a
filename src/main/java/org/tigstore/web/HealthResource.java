package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import org.tigstore.access.Operation;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * Tells whoever watches the node how it is; needs no key, and no body says more than the status.
 */
@Path("/health")
public class HealthResource {
  @Context private HttpServletRequest request;

  /** 200: the node answers. */
  @GET
  @Path("live")
  @Needs(Operation.READ)
  public Response live() {
    return Response.ok().build();
  }

  /** 200: callers may come; 503: the node has handed over all it had, or is about to stop. */
  @GET
  @Path("ready")
  @Needs(Operation.READ)
  public Response ready() throws RefusedException {
    if (Stopping.isAnnounced(request)) {
      throw new RefusedException(Refusal.CLOSED, "the node is about to stop");
    }
    if (!Services.of(request).nodes().isReady()) {
      throw new RefusedException(Refusal.CLOSED, "the node has handed over all it had");
    }
    return Response.ok().build();
  }

  /** Tells the methods. Runtimes answer this themselves where a method names the path otherwise. */
  @OPTIONS
  @Path("live")
  @Needs(Operation.READ)
  public Response liveOptions() {
    return options();
  }

  /** As {@link #liveOptions}. */
  @OPTIONS
  @Path("ready")
  @Needs(Operation.READ)
  public Response readyOptions() {
    return options();
  }

  private static Response options() {
    return Response.noContent().allow(AllowedMethods.HEALTH).build();
  }
}
