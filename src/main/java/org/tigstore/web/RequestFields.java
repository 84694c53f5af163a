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

  /** This body with the length that {@code Content-Length} announces, if it does. */
  Body body(InputStream bytes) throws RefusedException {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return new Body(bytes, Body.UNKNOWN_LENGTH);
    }
    try {
      long announced = Long.parseLong(length.strip());
      if (announced < 0) {
        throw new NumberFormatException("negative");
      }
      return new Body(bytes, announced);
    } catch (NumberFormatException e) {
      throw new RefusedException(Refusal.MALFORMED, "Content-Length is not a length", e);
    }
  }

  /** {@code Content-Digest} and {@code Repr-Digest}. */
  DigestFields digests() throws RefusedException {
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
    List<String> values = values(name);
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(EntityTags.parse(String.join(",", values)));
  }

  /** The {@code Range} field; empty if there is none. */
  Optional<String> range() {
    return Optional.ofNullable(request.getHeader("Range"));
  }

  /** The {@code If-Range} field; empty if there is none. */
  Optional<String> ifRange() {
    return Optional.ofNullable(request.getHeader("If-Range"));
  }

  private List<String> values(String name) {
    return Collections.list(request.getHeaders(name));
  }
}
