package org.tigstore.web;

import static java.time.ZoneOffset.UTC;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.tigstore.protocol.ByteRange;
import org.tigstore.protocol.Representation;

/**
 * Answers with a block's bytes and what HTTP wants said of them.
 *
 * @param representation what was read
 * @param mediaType the type to give it
 * @param retention how long it lives untouched; zero for ever
 */
record BlockAnswer(Representation representation, String mediaType, Duration retention) {
  private static final String EXPIRES = "Tig-Expires";

  /** The form of dates in header fields (RFC 9110, section 5.6.7). */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(UTC);

  /** 200 with everything. */
  Response whole() {
    ByteRange all = new ByteRange(0, representation.content().length());
    return described(Response.ok(new ContentEntity(representation, all)), all.length()).build();
  }

  /** As {@link #whole}; a slot that was taken is gone and does not expire any more. */
  Response taken() {
    Response response = whole();
    if (!representation.immutable()) {
      response.getHeaders().remove(EXPIRES);
    }
    return response;
  }

  /** 206 with this part. */
  Response part(ByteRange range) {
    return described(
            Response.status(Response.Status.PARTIAL_CONTENT)
                .entity(new ContentEntity(representation, range))
                .header("Content-Range", range.contentRange(representation.content().length())),
            range.length())
        .build();
  }

  /** 200 as for {@link #whole}, without the bytes. */
  Response head() {
    return described(Response.ok(), representation.content().length()).build();
  }

  /** 304: the caller has it. */
  Response notModified() {
    return validated(Response.notModified()).build();
  }

  private Response.ResponseBuilder described(Response.ResponseBuilder response, long length) {
    return validated(response)
        .header(HttpHeaders.CONTENT_TYPE, mediaType)
        .header(HttpHeaders.CONTENT_LENGTH, length)
        .header("Accept-Ranges", "bytes")
        // An uploaded page runs, but in an origin of its own.
        .header("Content-Security-Policy", "sandbox allow-scripts");
  }

  private Response.ResponseBuilder validated(Response.ResponseBuilder response) {
    entityTag().ifPresent(tag -> response.header(HttpHeaders.ETAG, tag));
    if (representation.immutable()) {
      response.header(HttpHeaders.CACHE_CONTROL, "no-cache");
    }
    if (!retention.isZero()) {
      response.header(EXPIRES, HTTP_DATE.format(representation.lastTouched().plus(retention)));
    }
    return response;
  }

  /** The entity tag as it stands in header fields, quotes and all. */
  Optional<String> entityTag() {
    return representation.tag().map(name -> '"' + name.digits() + '"');
  }
}
