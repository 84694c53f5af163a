package org.tigstore.web;

import static java.lang.System.Logger.Level.ERROR;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tigstore.access.Caller;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.protocol.UnsatisfiableRangeException;

/**
 * The one place that answers what reading and writing throws. What is the server's fault goes to
 * the log.
 */
final class Failures {
  private static final System.Logger LOG = System.getLogger(Failures.class.getName());

  private static final Set<Integer> PASSING = Set.of(503, 508);

  /** What will be otherwise soon. */
  private static final Set<Refusal> RETRY =
      Set.of(Refusal.TOO_MANY, Refusal.BUSY, Refusal.CLOSED, Refusal.UNDECIDED);

  private Failures() {}

  /** The answer to a caller with this {@code Accept}. */
  static Answer answer(Throwable failure, @Nullable String accept) {
    if (failure instanceof RefusedException refused) {
      return answer(refused, accept);
    }
    LOG.log(ERROR, "a request failed", failure);
    @Nullable String documentWanted = isBrokenOff(failure) ? null : accept;
    return ErrorAnswer.of(500, "the server failed, see its log", documentWanted).toAnswer();
  }

  /** Some runtimes put the answer to a failure behind what was sent. */
  private static boolean isBrokenOff(Throwable failure) {
    return failure instanceof BrokenOffException
        || failure.getCause() instanceof BrokenOffException;
  }

  private static Answer answer(RefusedException refused, @Nullable String accept) {
    int status = ErrorAnswer.statusOf(refused.refusal());
    // What is unavailable for the time being, a node that finds itself, and the operator's own
    // limit
    // are no failures.
    boolean limit = refused.refusal() == Refusal.NO_ROOM && refused.getCause() == null;
    if (status >= 500 && !PASSING.contains(status) && !limit) {
      LOG.log(ERROR, refused.reason(), refused);
    }
    Answer answer = ErrorAnswer.of(status, refused.reason(), accept).toAnswer();
    if (refused.refusal() == Refusal.KEY_REQUIRED) {
      answer.with(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"tig\"");
    }
    if (RETRY.contains(refused.refusal())) {
      answer.with(HttpHeaders.RETRY_AFTER, "1");
    }
    if (refused.refusal() == Refusal.DANGLING) {
      // For peers: something is there, even if it leads nowhere.
      answer.with(Caller.DANGLING, "1");
    }
    if (refused instanceof UnsatisfiableRangeException range) {
      answer.with("Content-Range", range.contentRange());
    }
    return answer;
  }
}
