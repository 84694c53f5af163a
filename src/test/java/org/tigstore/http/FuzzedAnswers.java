package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What may be answered to a request that nobody would think of. */
final class FuzzedAnswers {
  /** Some servers say the version that a caller made up. */
  private static final Pattern STATUS_LINE =
      Pattern.compile("^HTTP/\\d\\.\\d (?<status>\\d{3})", Pattern.MULTILINE);

  /** What tig does, and what it says of a request. */
  private static final Set<Integer> OF_TIG =
      Set.of(200, 204, 206, 304, 400, 401, 403, 404, 405, 409, 412, 413, 415, 416, 422);

  /**
   * What servers say of a head that tig never sees: it lacks something, is too long, or expects
   * what nobody does.
   */
  private static final Set<Integer> OF_SERVERS = Set.of(100, 411, 414, 417, 426, 431, 505);

  private static final int NOT_IMPLEMENTED = 501;

  /** A node of a cluster may not say in time whether it has the slot. Some servers say it, too. */
  private static final int UNDECIDED = 503;

  private static final Pattern STACK_TRACE =
      Pattern.compile("\\n\\s*at [\\w.$]+\\(|[a-z]\\.[A-Z]\\w*(Exception|Error)\\b");

  private FuzzedAnswers() {}

  /** Checks the one answer to a request. */
  static void check(FuzzedRequest request, RawConnection.Answer answer) {
    checkStatus(request, answer.status());
    assertThat(answer.fields()).as("%s", request).doesNotContainKey("X-Injected");
    if (answer.status() < 400) {
      return;
    }
    assertThat(answer.body() + answer.fields())
        .as("%s", request)
        .doesNotContainPattern(STACK_TRACE);
    if (answer.fields().containsKey("Tig-Reason")) {
      assertThat(answer.body().isEmpty() || request.wantsJson())
          .as("%s has an empty error: %s", request, answer)
          .isTrue();
    } else {
      assertThat(answer.status()).as("%s: %s", request, answer).isNotIn(401, 409, 412, 416, 422);
    }
  }

  /** Checks all that came for a request, if anything came. */
  static void check(FuzzedRequest request, String answers) {
    if (!answers.isEmpty()) {
      assertThat(answers).as("%s", request).containsPattern("\\AHTTP/\\d\\.\\d ");
    }
    assertThat(answers).as("%s", request).doesNotContainPattern(STACK_TRACE);
    assertThat(answers.split("\r\n\r\n", 2)[0]).as("%s", request).doesNotContain("X-Injected");
    Matcher statuses = STATUS_LINE.matcher(answers);
    while (statuses.find()) {
      checkStatus(request, Integer.parseInt(statuses.group("status")));
    }
  }

  private static void checkStatus(FuzzedRequest request, int status) {
    boolean allowed =
        OF_TIG.contains(status)
            || OF_SERVERS.contains(status)
            || (status == NOT_IMPLEMENTED && request.mayBeNotImplemented())
            || (status == 500
                && !request.hasSlash()
                && Difference.TARGETS_WITHOUT_A_SLASH_FAIL.isHere())
            || (status == 301
                && !request.hasSlash()
                && Difference.TARGETS_WITHOUT_A_PATH_MOVE.isHere())
            || (status == UNDECIDED && System.getProperty("tig.front") != null)
            || (status == UNDECIDED
                && request.hasColon()
                && Difference.PATHS_WITH_A_COLON_ARE_UNAVAILABLE.isHere());
    assertThat(allowed).as("%s may be answered with %s", request, status).isTrue();
  }
}
