package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** Tells the node's figures to whoever collects them. */
@Path("/metrics")
public class MetricsResource {
  private static final MediaType FORMAT =
      new MediaType("text", "plain", Map.of("version", "0.0.4", "charset", "utf-8"));

  @Context private HttpServletRequest request;

  /** Answers with the figures in the text format of Prometheus. */
  @GET
  public Response metrics() {
    return Response.ok(Services.of(request).monitor().metrics(), FORMAT).build();
  }
}
