package org.tigstore.web;

import static java.time.ZoneOffset.UTC;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.protocol.ByteRange;
import org.tigstore.protocol.Representation;

/**
 * Answers with a block's bytes and what HTTP wants said of them.
 *
 * @param representation what was read; closed when it has been sent
 * @param mediaType the type to give it
 * @param retention how long it lives untouched; zero for ever
 * @param progress is told how many bytes were sent, and why not all were
 */
record BlockAnswer(
    Representation representation, String mediaType, Duration retention, Progress progress) {
  private static final String EXPIRES = "Tig-Expires";

  /** The form of dates in header fields (RFC 9110, section 5.6.7). */
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH).withZone(UTC);

  /** The last second that this form can express. */
  private static final Instant LAST_DATE = Instant.parse("9999-12-31T23:59:59Z");

  /** The last date that was formatted, as many blocks are touched in the same second. */
  private static volatile FormattedSecond lastExpiry = FormattedSecond.of(Instant.EPOCH);

  private record FormattedSecond(long second, String text) {
    static FormattedSecond of(Instant time) {
      return new FormattedSecond(time.getEpochSecond(), HTTP_DATE.format(time));
    }
  }

  private static String httpDate(Instant time) {
    FormattedSecond last = lastExpiry;
    if (last.second() != time.getEpochSecond()) {
      last = FormattedSecond.of(time);
      lastExpiry = last;
    }
    return last.text();
  }

  /** A file may have any time, but nothing was touched in the future, or before 1970. */
  private String expiry() {
    Instant now = Instant.now();
    Instant touched = representation.lastTouched();
    if (touched.isAfter(now)) {
      touched = now;
    } else if (touched.isBefore(Instant.EPOCH)) {
      touched = Instant.EPOCH;
    }
    Instant expiry = touched.plus(retention);
    return httpDate(expiry.isAfter(LAST_DATE) ? LAST_DATE : expiry);
  }

  /** 200 with everything. */
  Answer whole() {
    ByteRange all = new ByteRange(0, representation.content().length());
    return described(HttpServletResponse.SC_OK, all.length()).with(caller -> send(all, caller));
  }

  /** As {@link #whole}; a slot that was taken is gone and does not expire any more. */
  Answer taken() {
    return ofTaken(whole());
  }

  /** As {@link #head}, for what {@link #taken} says. */
  Answer takenHead() throws IOException {
    return ofTaken(head());
  }

  private Answer ofTaken(Answer answer) {
    return representation.immutable() ? answer : answer.without(EXPIRES);
  }

  /** 206 with this part. */
  Answer part(ByteRange range) {
    return described(HttpServletResponse.SC_PARTIAL_CONTENT, range.length())
        .with("Content-Range", range.contentRange(representation.content().length()))
        .with(caller -> send(range, caller));
  }

  /** 200 as for {@link #whole}, without the bytes, which are closed. */
  Answer head() throws IOException {
    representation.close();
    return described(HttpServletResponse.SC_OK, representation.content().length());
  }

  /** 304: the caller has it. The bytes are closed. */
  Answer notModified() throws IOException {
    representation.close();
    return validated(HttpServletResponse.SC_NOT_MODIFIED);
  }

  private Answer described(int status, long length) {
    return validated(status)
        .describing(mediaType, length)
        .with("Accept-Ranges", "bytes")
        // An uploaded page runs, but in an origin of its own.
        .with("Content-Security-Policy", "sandbox allow-scripts");
  }

  private Answer validated(int status) {
    Answer answer = Answer.of(status);
    entityTag().ifPresent(tag -> answer.with(HttpHeaders.ETAG, tag));
    if (representation.immutable()) {
      answer.with(HttpHeaders.CACHE_CONTROL, "no-cache");
    }
    if (!retention.isZero()) {
      answer.with(EXPIRES, expiry());
    }
    return answer;
  }

  /** The entity tag as it stands in header fields, quotes and all. */
  Optional<String> entityTag() {
    return representation.tag().map(name -> '"' + name.digits() + '"');
  }

  private void send(ByteRange range, ResponseChannel caller) throws IOException {
    try (representation) {
      representation.content().writeTo(caller, range.offset(), range.length());
    } catch (ResponseChannel.CallerGoneException e) {
      throw e;
    } catch (IOException e) {
      if (caller.sent() == 0) {
        throw e;
      }
      progress.refuse(reason(e));
      throw new TruncatedAnswerException(e);
    } finally {
      progress.send(caller.sent());
    }
  }

  private static RefusedException reason(IOException failure) {
    return failure instanceof RefusedException refused
        ? refused
        : new RefusedException(Refusal.STORE_FAILED, "reading the block failed", failure);
  }
}
