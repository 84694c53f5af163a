package org.tigstore.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.Json;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.Refusal;

/**
 * What an error says: an exact status, the reason in a header field, and no body, so that shell
 * idioms never take an error for a path or a block. A caller that names a JSON type in {@code
 * Accept} gets a problem document (RFC 9457).
 *
 * @param status the HTTP status
 * @param reason one line
 * @param problem the problem document, for who asked for one
 */
record ErrorAnswer(int status, String reason, Optional<String> problem) {
  /** The header field that says why. */
  static final String REASON = "Tig-Reason";

  private static final String PROBLEM_TYPE = "application/problem+json";

  /** The answer to a caller with this {@code Accept}. */
  static ErrorAnswer of(int status, String reason, @Nullable String accept) {
    boolean json =
        accept != null && Arrays.stream(accept.split(",", -1)).anyMatch(ErrorAnswer::isJson);
    return new ErrorAnswer(
        status, reason, json ? Optional.of(document(status, reason)) : Optional.empty());
  }

  /**
   * The one table of refusals and statuses (RFC 9110, section 15; 507 is RFC 4918's, 508 RFC
   * 5842's, 429 RFC 6585's).
   */
  static int statusOf(Refusal refusal) {
    return switch (refusal) {
      case MALFORMED, BODY_INCOMPLETE, DIGEST_MISMATCH -> 400;
      case KEY_REQUIRED -> 401;
      case LIST_CLOSED, CHANNEL_CLOSED, ROLE_REQUIRED, CROSS_SITE -> 403;
      case MISSING, DANGLING -> 404;
      case SEALED, TAKEN -> 409;
      case CONDITION_FAILED -> 412;
      case TOO_LARGE -> 413;
      case RANGE_UNSATISFIABLE -> 416;
      case WRONG_HOST -> 421;
      case NOT_AN_INDEX -> 422;
      case TOO_MANY -> 429;
      case DAMAGED, STORE_FAILED -> 500;
      case PEER_FAILED -> 502;
      case CLOSED, UNDECIDED, BUSY -> 503;
      case NO_ROOM -> 507;
      case OWN_REQUEST -> 508;
    };
  }

  private static boolean isJson(String range) {
    String[] parts = range.toLowerCase(Locale.ROOT).replace(" ", "").split(";", -1);
    boolean wanted = Arrays.stream(parts).noneMatch(part -> part.matches("q=0(\\.0*)?"));
    return wanted && (parts[0].equals(PROBLEM_TYPE) || parts[0].equals("application/json"));
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

  /** The whole answer, to which header fields may be added. */
  Answer toAnswer() {
    Answer answer = Answer.of(status).with(REASON, reason);
    if (problem.isEmpty()) {
      return answer.with(HttpHeaders.CONTENT_LENGTH, "0");
    }
    byte[] document = problem.get().getBytes(UTF_8);
    return answer.describing(PROBLEM_TYPE, document.length).with(caller -> caller.write(document));
  }
}
