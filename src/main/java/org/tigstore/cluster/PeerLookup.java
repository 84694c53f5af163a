package org.tigstore.cluster;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockWriter;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Touch;

/**
 * Finds the blocks of requests on other nodes. Safe for any number of threads.
 *
 * @param peers the other nodes
 * @param handOver hands the blocks of this node over, once it has begun
 * @param successorsOnly whether a block is looked for only where it was handed over to, and no
 *     block is made: a peer asks, and as a node that hands over takes nothing, requests never loop
 * @param receiver receives bytes that must be verified before they are given
 * @param retention how long a block lives on every node if it is not touched
 */
record PeerLookup(
    Peers peers,
    HandOver handOver,
    boolean successorsOnly,
    BlockWriter receiver,
    Duration retention,
    InstantSource clock) {

  /** Hands the block over if this node is draining and has it. */
  void handOverIfDraining(BlockName name) {
    // Two draining nodes that ask each other would wait for each other.
    if (!successorsOnly && handOver.hasBegun()) {
      handOver.give(name);
    }
  }

  /**
   * The condition for changing a block that was just seen on this node: if this node is draining,
   * the block must still be present, which is checked together with the change.
   */
  Condition requirePresent(Condition condition) {
    return handOver.hasBegun() && condition.expectation() == Condition.Expectation.ANYTHING
        ? new Condition(Condition.Expectation.PRESENT, Set.of(), Refusal.CLOSED)
        : condition;
  }

  /** Begins to ask the peers that may have the block. */
  Search find(BlockName name, PeerRequests requests) {
    return successorsOnly
        ? peers.find(name, requests, handOver.successor(name).stream().toList())
        : peers.find(name, requests);
  }

  /**
   * Opens the block at the first peer found that gives it; empty if none has it.
   *
   * @throws RefusedException {@link Refusal#CHANNEL_CLOSED}; {@link Refusal#PEER_FAILED} if no peer
   *     that has the block gives it
   */
  Optional<Block> open(Search search, Touch touch) throws IOException {
    PeerRequest request = search.requests().read(search.name(), touch);
    boolean failed = false;
    for (Optional<PeerHit> hit = search.next(); hit.isPresent(); hit = search.next()) {
      if (touch == Touch.KEEP && hit.get().isStreamed()) {
        return Optional.of(block(search, hit.get().head()));
      }
      try {
        Optional<PeerAnswer> answer = hit.get().read(request);
        if (answer.isPresent()) {
          return Optional.of(open(search, answer.get()));
        }
      } catch (IOException e) {
        PeerBlock.rethrowUnlessPeerFailed(e);
        failed = true;
      }
    }
    if (failed) {
      throw new RefusedException(
          Refusal.PEER_FAILED, "the node that has the block failed to send it");
    }
    return Optional.empty();
  }

  /** The block whose bytes are the content of this answer. */
  Block open(Search search, PeerAnswer answer) throws IOException {
    PeerBlock block = block(search, answer.head());
    block.begin(answer, receiver);
    return block;
  }

  private PeerBlock block(Search search, PeerAnswer.Head head) {
    // A peer need not record every touch at once: what it says of the expiry is what counts.
    Instant lastTouched =
        head.expires().map(expires -> expires.minus(retention)).orElseGet(clock::instant);
    return new PeerBlock(search, head, lastTouched);
  }

  /**
   * The peer on which to make a block that no node has; empty if this node makes it.
   *
   * @throws RefusedException {@link Refusal#CLOSED} if this request may not make blocks
   */
  Optional<Peer> targetForNew(BlockName name) throws RefusedException {
    if (successorsOnly) {
      throw new RefusedException(
          Refusal.CLOSED, "the node is handing over its blocks to its peers");
    }
    return handOver.hasBegun() ? peers.candidates(name).stream().findFirst() : Optional.empty();
  }
}
