package org.tigstore.cluster;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockWriter;
import org.tigstore.block.Body;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Touch;
import org.tigstore.block.Upload;

/**
 * Reads one block from the peers that have it: where one of them fails, the next is asked. For one
 * thread.
 */
final class PeerReading {
  private static final System.Logger LOG = System.getLogger(PeerReading.class.getName());

  private final BlockName name;
  private final Search search;
  private final PeerRequests requests;
  private final BlockWriter local;
  private final LastTouched lastTouched;
  private @Nullable Holder holder;

  /** When a block was last touched of which a peer says this. */
  @FunctionalInterface
  interface LastTouched {
    Instant of(PeerHead head);
  }

  /**
   * A reading of what is found.
   *
   * @param local receives what a peer sends without saying how long it is
   */
  PeerReading(
      BlockName name,
      Search search,
      PeerRequests requests,
      BlockWriter local,
      LastTouched lastTouched) {
    this.name = name;
    this.search = search;
    this.requests = requests;
    this.local = local;
    this.lastTouched = lastTouched;
  }

  /** Who has it, as far as was found out. */
  Optional<Holder> holder() {
    return Optional.ofNullable(holder);
  }

  /**
   * Opens the block; empty if nobody has it.
   *
   * @throws RefusedException {@link Refusal#CHANNEL_CLOSED}; {@link Refusal#PEER_FAILED} if none of
   *     those that say they have it gives it
   */
  Optional<Block> open(Touch touch) throws IOException {
    boolean failed = false;
    for (Optional<Holder> next = next(); next.isPresent(); next = next()) {
      PeerHead head = next.get().head();
      if (touch == Touch.LEAVE && head.isLong()) {
        return Optional.of(block(head));
      }
      try {
        Optional<Block> block = read(next.get(), touch);
        if (block.isPresent()) {
          return block;
        }
      } catch (IOException e) {
        rethrowOwn(e);
        failed = true;
      }
    }
    if (failed) {
      throw new RefusedException(
          Refusal.PEER_FAILED, "the node that has the block does not give it");
    }
    return Optional.empty();
  }

  private Optional<Holder> next() throws IOException {
    Optional<Holder> next = search.next();
    holder = next.orElse(holder);
    if (next.isPresent() && next.get().closed().isPresent()) {
      throw next.get().closed().get();
    }
    return next;
  }

  private Optional<Block> read(Holder from, Touch touch) throws IOException {
    Optional<PeerAnswer> answer = request(from, touch);
    return answer.isEmpty() ? Optional.empty() : Optional.of(begun(answer.get()));
  }

  /** The block whose bytes are this answer's content. */
  Block begun(PeerAnswer answer) throws IOException {
    PeerBlock block = block(PeerHead.of(answer));
    block.begin(answer);
    return block;
  }

  private PeerBlock block(PeerHead head) {
    return new PeerBlock(name, head, lastTouched.of(head), this);
  }

  /** Empty if the block has gone since it was found: others may have taken it. */
  private Optional<PeerAnswer> request(Holder from, Touch touch) throws IOException {
    PeerAnswer answer = from.peer().ask(requests.read(name, touch));
    if (answer.status() == 200 && answer.tellsItsEnd() && agrees(answer, from.head())) {
      return Optional.of(answer);
    }
    try (answer) {
      if (answer.status() == 404) {
        return Optional.empty();
      }
      throw new IOException(from.peer() + " has the block but answered " + answer.status());
    }
  }

  /** What was said to be sealed is, and has those bytes. */
  private boolean agrees(PeerAnswer answer, PeerHead before) {
    return !before.isOfSealed(name) || PeerHead.of(answer).agreesWith(before);
  }

  /** What a peer did wrong is a reason to ask the next; what this node cannot do is none. */
  private static void rethrowOwn(IOException failure) throws IOException {
    if (failure instanceof RefusedException refused
        && refused.refusal() != Refusal.BODY_INCOMPLETE) {
      throw failure;
    }
    LOG.log(WARNING, "a peer that has a block does not give it: {0}", failure.getMessage());
    LOG.log(DEBUG, "because", failure);
  }

  /**
   * Asks for the bytes again, of which this was said.
   *
   * @throws RefusedException {@link Refusal#PEER_FAILED} if nobody gives them any more
   */
  PeerAnswer again(PeerHead head) throws IOException {
    Optional<Holder> from = Optional.ofNullable(holder);
    while (from.isPresent()) {
      try {
        Optional<PeerAnswer> answer = request(from.get(), Touch.LEAVE);
        if (answer.isPresent()) {
          if (PeerHead.of(answer.get()).agreesWith(head)) {
            return answer.get();
          }
          answer.get().close();
        }
      } catch (IOException e) {
        rethrowOwn(e);
      }
      from = next();
    }
    throw new RefusedException(Refusal.PEER_FAILED, "no node gives the block any more");
  }

  /** Receives and hashes all that a peer sends, in constant memory. */
  Upload received(PeerAnswer answer) throws IOException {
    PeerHead head = PeerHead.of(answer);
    try (answer) {
      Upload upload =
          local.receive(new Body(answer.content(), head.length().orElse(Body.UNKNOWN_LENGTH)));
      if (head.contentName().isEmpty() || head.contentName().get().equals(upload.contentName())) {
        return upload;
      }
      upload.close();
      throw new IOException("a peer sent other bytes than those of the entity tag");
    }
  }
}
