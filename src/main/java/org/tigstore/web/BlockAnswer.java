package org.tigstore.web;

import static java.time.ZoneOffset.UTC;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
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
 * @param exchange is told what becomes of the bytes
 */
record BlockAnswer(
    Representation representation, String mediaType, Duration retention, Exchange exchange) {
  private static final String EXPIRES = "Tig-Expires";

  /** The form of dates in header fields (RFC 9110, section 5.6.7). */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(UTC);

  /** 200 with everything. */
  Answer whole() {
    ByteRange all = new ByteRange(0, representation.content().length());
    return described(Answer.of(HttpServletResponse.SC_OK), all.length())
        .with(new ContentEntity(representation, all, exchange));
  }

  /** As {@link #whole}; a slot that was taken is gone and does not expire any more. */
  Answer taken() {
    return representation.immutable() ? whole() : whole().without(EXPIRES);
  }

  /** 206 with this part. */
  Answer part(ByteRange range) {
    return described(Answer.of(HttpServletResponse.SC_PARTIAL_CONTENT), range.length())
        .with("Content-Range", range.contentRange(representation.content().length()))
        .with(new ContentEntity(representation, range, exchange));
  }

  /** 200 as for {@link #whole}, without the bytes. */
  Answer head() {
    return described(Answer.of(HttpServletResponse.SC_OK), representation.content().length());
  }

  /** 304: the caller has it. */
  Answer notModified() {
    return validated(Answer.of(HttpServletResponse.SC_NOT_MODIFIED));
  }

  private Answer described(Answer answer, long length) {
    return validated(answer)
        .describing(mediaType, length)
        .with("Accept-Ranges", "bytes")
        // An uploaded page runs, but in an origin of its own.
        .with("Content-Security-Policy", "sandbox allow-scripts");
  }

  private Answer validated(Answer answer) {
    entityTag().ifPresent(tag -> answer.with(HttpHeaders.ETAG, tag));
    if (representation.immutable()) {
      answer.with(HttpHeaders.CACHE_CONTROL, "no-cache");
    }
    if (!retention.isZero()) {
      answer.with(EXPIRES, HTTP_DATE.format(representation.lastTouched().plus(retention)));
    }
    return answer;
  }

  /** The entity tag as it stands in header fields, quotes and all. */
  Optional<String> entityTag() {
    return representation.tag().map(name -> '"' + name.digits() + '"');
  }
}
