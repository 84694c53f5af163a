package org.tigstore.web;

import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.Optional;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** Probes of the node's health; they need no key, and no body says more than the status. */
@Path("/health")
@Singleton
public class HealthResource {
  /** 200: the node has started, and answers from now on. */
  @GET
  @Path("started")
  public Answer started() {
    return Answer.of(HttpServletResponse.SC_OK);
  }

  /** 200: the node answers. */
  @GET
  @Path("live")
  public Answer live() {
    return Answer.of(HttpServletResponse.SC_OK);
  }

  /** 200: the node is ready for callers; 503: it is not, for the reason that the answer gives. */
  @GET
  @Path("ready")
  public Answer ready() throws RefusedException {
    Call call = Call.current();
    if (Stopping.isAnnounced(call.request())) {
      throw new RefusedException(Refusal.CLOSED, "the node is about to stop");
    }
    Optional<String> reason = call.services().nodes().notReady();
    if (reason.isPresent()) {
      throw new RefusedException(Refusal.CLOSED, reason.get());
    }
    return Answer.of(HttpServletResponse.SC_OK);
  }
}
