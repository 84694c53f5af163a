package org.tigstore.web;

import static java.lang.System.Logger.Level.ERROR;
import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tigstore.access.Caller;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.protocol.UnsatisfiableRangeException;

/**
 * Answers errors: an exact status, the reason in a header field, and no body, so that shell idioms
 * never take an error for a path or a block. A caller that names a JSON type in {@code Accept} gets
 * a problem document (RFC 9457). The server's own faults go to the log.
 */
final class ErrorAnswer {
  /** The header field that says why. */
  static final String REASON = "Tig-Reason";

  private static final System.Logger LOG = System.getLogger(ErrorAnswer.class.getName());
  private static final String PROBLEM_TYPE = "application/problem+json";
  private static final Set<String> JSON_TYPES = Set.of(PROBLEM_TYPE, MediaType.APPLICATION_JSON);
  private static final Set<Refusal> MISSES = Set.of(Refusal.MISSING, Refusal.DANGLING);

  private static final Set<Refusal> STORE_REFUSALS = Set.of(Refusal.NO_ROOM, Refusal.STORE_FAILED);

  private static final Set<Refusal> RETRY =
      Set.of(Refusal.TOO_MANY, Refusal.BUSY, Refusal.EXHAUSTED, Refusal.CLOSED, Refusal.UNDECIDED);

  /** What follows on the connection could be a part of the body (RFC 9112, section 6.3). */
  private static final Set<Refusal> ENDS_CONNECTION =
      Set.of(Refusal.FRAMING_FAULTY, Refusal.UNKNOWN_CODING, Refusal.LENGTH_REQUIRED);

  private ErrorAnswer() {}

  /**
   * The one table of refusals and statuses (RFC 9110, section 15; 507 is RFC 4918's, 508 RFC
   * 5842's, 429 RFC 6585's).
   */
  static int statusOf(Refusal refusal) {
    return switch (refusal) {
      case MALFORMED, FRAMING_FAULTY, BODY_INCOMPLETE, DIGEST_MISMATCH -> 400;
      case KEY_REQUIRED -> 401;
      case LIST_CLOSED, CHANNEL_CLOSED, ROLE_REQUIRED, CROSS_SITE -> 403;
      case MISSING, DANGLING -> 404;
      case SEALED, TAKEN -> 409;
      case LENGTH_REQUIRED -> 411;
      case CONDITION_FAILED -> 412;
      case TOO_LARGE -> 413;
      case ENCODED, ENVELOPED -> 415;
      case RANGE_UNSATISFIABLE -> 416;
      case WRONG_HOST -> 421;
      case NOT_AN_INDEX -> 422;
      case TOO_MANY -> 429;
      case DAMAGED, STORE_FAILED -> 500;
      case UNKNOWN_CODING -> 501;
      case PEER_FAILED -> 502;
      case CLOSED, UNDECIDED, BUSY, EXHAUSTED -> 503;
      case NO_ROOM -> 507;
      case OWN_REQUEST -> 508;
    };
  }

  /**
   * The answer to what kept a call from being done. A refusal is noted in the call's progress, or
   * in its place that it was one miss too many.
   */
  static Answer of(Throwable failure, Call call) {
    if (failure instanceof RefusedException refusal) {
      RefusedException counted = countMiss(refusal, call);
      call.progress().refuse(counted);
      return of(counted, call.accept());
    }
    LOG.log(ERROR, "a request failed", failure);
    @Nullable String documentWanted = isBrokenOff(failure) ? null : call.accept();
    return of(500, "the server failed; see its log", documentWanted);
  }

  private static RefusedException countMiss(RefusedException refusal, Call call) {
    if (MISSES.contains(refusal.refusal()) && call.isGuess()) {
      try {
        call.services().rules().misses().count(call.remoteAddress());
      } catch (RefusedException tooMany) {
        return tooMany;
      }
    }
    return refusal;
  }

  /** Some runtimes put the answer to a failure behind what was sent. */
  private static boolean isBrokenOff(Throwable failure) {
    return failure instanceof TruncatedAnswerException
        || failure.getCause() instanceof TruncatedAnswerException;
  }

  private static Answer of(RefusedException refused, String accept) {
    Refusal refusal = refused.refusal();
    // What passes by itself is no fault. The store has logged what it understood.
    boolean logged = STORE_REFUSALS.contains(refusal) && refused.getCause() == null;
    if (refusal.kind() == Refusal.Kind.FAULT && !RETRY.contains(refusal) && !logged) {
      LOG.log(ERROR, refused.reason(), refused);
    }
    Answer answer = of(refusal, refused.reason(), accept);
    if (refusal == Refusal.KEY_REQUIRED) {
      answer.with(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"tig\"");
    }
    if (RETRY.contains(refusal)) {
      answer.with(HttpHeaders.RETRY_AFTER, "1");
    }
    if (ENDS_CONNECTION.contains(refusal)) {
      answer.with("Connection", "close");
    }
    if (refusal == Refusal.ENCODED) {
      answer.with(HttpHeaders.ACCEPT_ENCODING, "identity");
    }
    if (refusal == Refusal.DANGLING) {
      // For peers: something is there, even if it leads nowhere.
      answer.with(Caller.DANGLING, "1");
    }
    if (refused instanceof UnsatisfiableRangeException range) {
      answer.with("Content-Range", range.contentRange());
    }
    return answer;
  }

  /** The answer to a caller with this {@code Accept}. */
  static Answer of(Refusal refusal, String reason, @Nullable String accept) {
    return of(statusOf(refusal), reason, accept);
  }

  /** The answer of this status to a caller with this {@code Accept}. */
  static Answer of(int status, String reason, @Nullable String accept) {
    Answer answer = Answer.of(status).with(REASON, reason);
    if (accept == null || !MediaTypes.isNamed(accept, JSON_TYPES)) {
      return answer.with(HttpHeaders.CONTENT_LENGTH, "0");
    }
    byte[] document = document(status, reason).getBytes(UTF_8);
    return answer
        .describing(PROBLEM_TYPE, document.length)
        .with(caller -> caller.write(ByteBuffer.wrap(document)));
  }

  private static String document(int status, String reason) {
    return Json.createObjectBuilder()
        .add("type", "about:blank")
        .add("title", phrase(status))
        .add("status", status)
        .add("detail", reason)
        .build()
        .toString();
  }

  /** The status in words, those included that JAX-RS does not know. */
  static String phrase(int status) {
    Response.Status known = Response.Status.fromStatusCode(status);
    return switch (status) {
      case 421 -> "Misdirected Request";
      case 422 -> "Unprocessable Content";
      case 429 -> "Too Many Requests";
      case 507 -> "Insufficient Storage";
      case 508 -> "Loop Detected";
      default -> known == null ? "Error" : known.getReasonPhrase();
    };
  }
}
