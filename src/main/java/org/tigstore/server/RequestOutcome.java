package org.tigstore.server;

import java.util.Locale;
import org.tigstore.block.Refusal;
import org.tigstore.web.Services;

/** The outcome of a request as the metrics show it. */
enum RequestOutcome {
  /** The request was served. */
  DONE,
  /** Refused because of the caller or the state of a block; a miss is one. */
  REFUSED,
  /** This node, its disk or another node failed. */
  FAILED,
  /** The caller left before the body or the response was complete. */
  BROKEN_OFF;

  static RequestOutcome of(Services.Outcome outcome) {
    if (outcome.refused().isPresent()) {
      return of(outcome.refused().get().refusal());
    }
    if (outcome.status() >= 500) {
      return FAILED;
    }
    if (!outcome.complete()) {
      return BROKEN_OFF;
    }
    return outcome.status() >= 400 ? REFUSED : DONE;
  }

  private static RequestOutcome of(Refusal refusal) {
    return switch (refusal.kind()) {
      case FAULT -> FAILED;
      case BROKEN_OFF -> BROKEN_OFF;
      case REQUEST, ACCESS, THROTTLED, MISS, STATE -> REFUSED;
    };
  }

  /** Its name in the metrics. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
