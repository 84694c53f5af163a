package org.tigstore.web;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;

/**
 * What every answer carries: nobody guesses its type, and nobody keeps it unless it says so. An
 * error that the JAX-RS runtime answered by itself gets a reason, and loses its body.
 */
@Provider
public class CommonHeaders implements ContainerResponseFilter {
  /** The header fields of an answer that says nothing else. */
  static final Map<String, String> ALWAYS =
      Map.of("X-Content-Type-Options", "nosniff", HttpHeaders.CACHE_CONTROL, "no-store");

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    MultivaluedMap<String, Object> headers = response.getHeaders();
    ALWAYS.forEach(
        (name, value) -> {
          if (!headers.containsKey(name)) {
            headers.putSingle(name, value);
          }
        });
    if (response.getStatus() >= 300 && !response.hasEntity()) {
      // Jersey's guess at what HEAD leaves out.
      headers.remove(HttpHeaders.CONTENT_TYPE);
    }
    if (response.getStatus() >= 400 && !headers.containsKey(ErrorAnswer.REASON)) {
      headers.putSingle(ErrorAnswer.REASON, response.getStatusInfo().getReasonPhrase());
      response.setEntity(null);
    }
  }
}
