package org.tigstore.cluster;

import java.io.IOException;
import java.util.Optional;
import org.tigstore.block.BlockName;
import org.tigstore.block.RefusedException;

/**
 * A peer that says it has a block.
 *
 * @param name the block
 * @param peer the peer
 * @param head what the peer says about the block
 */
record PeerHit(BlockName name, Peer peer, PeerAnswer.Head head) {
  boolean isSealed() {
    return head.isOfSealed(name);
  }

  /**
   * Whether the block may be read, and is too long to be received before its first byte is given.
   */
  boolean isStreamed() {
    return head.isLong() && head.closed().isEmpty();
  }

  /**
   * Sends a request for the block's bytes. Empty if the block has gone since the peer was found:
   * somebody else may have taken it.
   *
   * @throws RefusedException if the block is a channel that readers may not follow
   * @throws IOException if the peer does not answer with the bytes that it has announced
   */
  Optional<PeerAnswer> read(PeerRequest request) throws IOException {
    if (head.closed().isPresent()) {
      throw head.closed().get();
    }
    PeerAnswer answer = peer.ask(request);
    if (answer.status() == 200 && answer.isDelimited() && agreesWith(answer)) {
      return Optional.of(answer);
    }
    try (answer) {
      if (answer.status() == 404) {
        return Optional.empty();
      }
      throw new IOException(peer + " has the block but answered " + answer.status());
    }
  }

  /** A sealed block cannot have changed. */
  private boolean agreesWith(PeerAnswer answer) {
    return !isSealed() || answer.head().agreesWith(head);
  }
}
