package org.tigstore.server;

import java.util.Locale;
import org.tigstore.block.Refusal;
import org.tigstore.web.Services;

/** How a request ended, as the metrics know it. */
enum RequestOutcome {
  /** As the caller wished. */
  DONE,
  /** With a no that the caller, or the state of a block, gave reason for; a miss is one. */
  REFUSED,
  /** With a fault of this node, of its disk or of another node. */
  FAILED,
  /** Before its body or its answer was complete: the caller left. */
  BROKEN_OFF;

  /** How this request ended. */
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
