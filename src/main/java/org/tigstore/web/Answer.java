package org.tigstore.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with, before it goes either of two ways: through the JAX-RS runtime,
 * or straight to the container. For one thread.
 */
final class Answer {
  private final int status;
  private final Map<String, String> fields = new LinkedHashMap<>();
  private @Nullable StreamingOutput content;

  private Answer(int status) {
    this.status = status;
  }

  /** An answer of this status, so far with nothing else. */
  static Answer of(int status) {
    return new Answer(status);
  }

  /** Puts a header field in, or in place of its earlier value. */
  Answer with(String field, String value) {
    fields.put(field, value);
    return this;
  }

  /** Takes a header field out, if it is there. */
  Answer without(String field) {
    fields.remove(field);
    return this;
  }

  /** Says what the content is, which may be left out all the same: HEAD does. */
  Answer describing(String mediaType, long length) {
    return with(HttpHeaders.CONTENT_TYPE, mediaType)
        .with(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
  }

  /** Gives it content. */
  Answer with(StreamingOutput newContent) {
    content = newContent;
    return this;
  }

  /** As a JAX-RS response. */
  Response toResponse() {
    Response.ResponseBuilder response = Response.status(status).entity(content);
    fields.forEach(response::header);
    return response.build();
  }

  /** Straight to the container, with what {@link CommonHeaders} says of every answer. */
  void send(HttpServletResponse response) throws IOException {
    response.setStatus(status);
    CommonHeaders.ALWAYS.forEach(response::setHeader);
    fields.forEach(response::setHeader);
    if (content != null) {
      content.write(response.getOutputStream());
    }
  }
}
