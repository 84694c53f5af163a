package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/** Names keys: tells the path of a body's SHA-256 and stores nothing, so anybody may. */
@Path("/kv")
public class KeyResource {
  @Context private HttpServletRequest request;

  /** Answers with the path of the body's SHA-256. */
  @PUT
  public Response put(InputStream body) throws IOException {
    return Paths.of(request, Query.of(request))
        .answer(Services.of(request).writes(request).name(new RequestFields(request).body(body)));
  }

  /** As {@link #put}. */
  @POST
  public Response post(InputStream body) throws IOException {
    return put(body);
  }
}
