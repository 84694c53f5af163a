package org.tigstore.cluster;

import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** What a peer's refusal is for the caller whose request was handed on: the same. */
final class PeerRefusals {
  private PeerRefusals() {}

  /** The refusal that this answer is. */
  static RefusedException of(PeerAnswer answer) {
    return new RefusedException(refusal(answer.status()), answer.reason());
  }

  /** The refusal of a channel that leads to nothing. */
  static RefusedException dangling() {
    return new RefusedException(Refusal.DANGLING, "the channel leads to nothing");
  }

  private static Refusal refusal(int status) {
    return switch (status) {
      case 400 -> Refusal.MALFORMED;
      case 401 -> Refusal.KEY_REQUIRED;
      case 403 -> Refusal.CHANNEL_CLOSED;
      case 404 -> Refusal.MISSING;
      case 409 -> Refusal.TAKEN;
      case 412 -> Refusal.CONDITION_FAILED;
      case 413 -> Refusal.TOO_LARGE;
      case 429 -> Refusal.TOO_MANY;
      case 500 -> Refusal.STORE_FAILED;
      case 503 -> Refusal.CLOSED;
      case 507 -> Refusal.NO_ROOM;
      default -> Refusal.PEER_FAILED;
    };
  }
}
