package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.tigstore.block.Body;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.protocol.DigestFields;
import org.tigstore.protocol.EntityTags;
import org.tigstore.protocol.Preconditions;

/** What a request's header fields say, as the protocol's values. */
final class RequestFields {
  private final HttpServletRequest request;

  RequestFields(HttpServletRequest request) {
    this.request = request;
  }

  /**
   * This body with what is announced of it: by {@code Content-Length}, {@code Content-Digest} and
   * {@code Repr-Digest}.
   */
  Body body(InputStream bytes) throws RefusedException {
    return new Body(bytes, length(), digests().expected());
  }

  private long length() throws RefusedException {
    Optional<String> length = value(HttpHeaders.CONTENT_LENGTH);
    if (length.isEmpty()) {
      return Body.UNKNOWN_LENGTH;
    }
    try {
      long announced = Long.parseLong(length.get().strip());
      if (announced < 0) {
        throw new NumberFormatException("negative");
      }
      return announced;
    } catch (NumberFormatException e) {
      throw new RefusedException(Refusal.MALFORMED, "Content-Length is not a length", e);
    }
  }

  private DigestFields digests() throws RefusedException {
    List<String> values = new ArrayList<>(values("Content-Digest"));
    values.addAll(values("Repr-Digest"));
    return DigestFields.parse(values);
  }

  /** {@code If-Match} and {@code If-None-Match}. */
  Preconditions preconditions() throws RefusedException {
    return new Preconditions(
        entityTags(HttpHeaders.IF_MATCH), entityTags(HttpHeaders.IF_NONE_MATCH));
  }

  private Optional<EntityTags> entityTags(String name) throws RefusedException {
    Optional<String> value = value(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(EntityTags.parse(value.get()));
  }

  /** The {@code Range} field; empty if there is none. */
  Optional<String> range() {
    return value("Range");
  }

  /** The {@code If-Range} field; empty if there is none. */
  Optional<String> ifRange() {
    return value("If-Range");
  }

  /** The value of a field, its lines joined into one (RFC 9110, section 5.3); empty if none. */
  Optional<String> value(String name) {
    List<String> lines = values(name);
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", lines));
  }

  private List<String> values(String name) {
    return Collections.list(request.getHeaders(name));
  }
}
