package org.tigstore.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request is answered with: status, header fields, content. Every answer says that nobody is
 * to guess its type, and, unless it says otherwise, that nobody is to keep it. For one thread.
 */
public final class Answer {
  /** Header fields that every answer has. */
  static final Map<String, String> COMMON =
      Map.of("X-Content-Type-Options", "nosniff", HttpHeaders.CACHE_CONTROL, "no-store");

  private final int status;
  private final Map<String, String> fields = new LinkedHashMap<>(COMMON);
  private @Nullable AnswerContent content;

  /** Writes the content of an answer. */
  @FunctionalInterface
  interface AnswerContent {
    void writeTo(ResponseChannel caller) throws IOException;
  }

  private Answer(int status) {
    this.status = status;
  }

  /** An answer of this status, so far with nothing else. */
  static Answer of(int status) {
    return new Answer(status);
  }

  /** 200 with this text. */
  static Answer text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return of(HttpServletResponse.SC_OK)
        .describing(MediaType.TEXT_PLAIN, bytes.length)
        .with(caller -> caller.write(ByteBuffer.wrap(bytes)));
  }

  /** Sets a header field, in place of its earlier value. */
  Answer with(String field, String value) {
    fields.put(field, value);
    return this;
  }

  /** Removes a header field, if it is there. */
  Answer without(String field) {
    fields.remove(field);
    return this;
  }

  /** Sets type and length of the content, which may be left out all the same: HEAD does. */
  Answer describing(String mediaType, long length) {
    return with(HttpHeaders.CONTENT_TYPE, mediaType)
        .with(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
  }

  /** Gives it content. */
  Answer with(AnswerContent newContent) {
    content = newContent;
    return this;
  }

  int status() {
    return status;
  }

  Map<String, String> fields() {
    return Collections.unmodifiableMap(fields);
  }

  boolean hasContent() {
    return content != null;
  }

  /** Writes the content, if there is any; notes if the caller leaves before its end. */
  void writeTo(OutputStream caller, Progress progress) throws IOException {
    if (content == null) {
      return;
    }
    try {
      content.writeTo(new ResponseChannel(caller));
    } catch (ResponseChannel.CallerGoneException e) {
      progress.loseCaller(e);
    }
  }

  /** Sends all of it straight to the container; as {@link #writeTo}. */
  void send(HttpServletResponse response, Progress progress) throws IOException {
    response.setStatus(status);
    fields.forEach(response::setHeader);
    if (content != null) {
      writeTo(response.getOutputStream(), progress);
    }
  }
}
