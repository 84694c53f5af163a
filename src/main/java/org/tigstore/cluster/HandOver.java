package org.tigstore.cluster;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * The end of a node's life: gives what it has to peers, what somebody asks for at once and the rest
 * one block after the other, until it has nothing. Safe for any number of threads.
 */
final class HandOver {
  private static final System.Logger LOG = System.getLogger(HandOver.class.getName());
  private static final Duration REMEMBERED = Duration.ofMinutes(1);
  private static final long MOST_REMEMBERED = 100_000;
  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);

  /** A peer that has a slot of that name already has a value that must not be lost. */
  private static final Condition UNLESS_THERE =
      new Condition(Condition.Expectation.ABSENT, Set.of(), Refusal.CONDITION_FAILED);

  private final BlockStore store;
  private final Peers peers;
  private final Requests requests;
  private final InstantSource clock;

  /** Who has what this node had, for as long as others may not have noticed. */
  private final Cache<BlockName, Peer> successors =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).expireAfterWrite(REMEMBERED).build();

  private final Thread thread = new Thread(this::run, "tig-hand-over");
  private volatile @Nullable Instant emptySince;

  /** How peers are asked on this node's own behalf. */
  @FunctionalInterface
  interface Requests {
    PeerRequests get() throws RefusedException;
  }

  HandOver(BlockStore store, Peers peers, Requests requests, InstantSource clock) {
    this.store = store;
    this.peers = peers;
    this.requests = requests;
    this.clock = clock;
  }

  /** Whether the node had nothing any more when it last looked. */
  boolean isEmpty() {
    return emptySince != null;
  }

  /** Whether it has been so for so long. */
  boolean isEmptyFor(Duration duration) {
    Instant since = emptySince;
    return since != null && !since.plus(duration).isAfter(clock.instant());
  }

  /** The peer that has lately taken this block over; empty if none has. */
  Optional<Peer> successor(BlockName name) {
    return Optional.ofNullable(successors.getIfPresent(name));
  }

  /** Hands a block over, if it is here; false if it has to stay. */
  boolean give(BlockName name) {
    try {
      store.giveAway(name, this::send);
      return true;
    } catch (IOException e) {
      LOG.log(DEBUG, "block " + name + " is not handed over", e);
      return false;
    }
  }

  private void send(Block block) throws RefusedException {
    for (Peer peer : peers.candidates(block.name())) {
      if (isTaken(peer, block)) {
        successors.put(block.name(), peer);
        return;
      }
    }
    throw new RefusedException(Refusal.PEER_FAILED, "no peer takes the block");
  }

  private boolean isTaken(Peer peer, Block block) {
    try {
      peer.store(block.name(), request(block));
      return true;
    } catch (RefusedException e) {
      LOG.log(DEBUG, "peer " + peer + " refuses block " + block.name(), e);
      return e.refusal() == Refusal.CONDITION_FAILED && isSame(peer, block);
    } catch (IOException e) {
      LOG.log(DEBUG, "peer " + peer + " does not take block " + block.name(), e);
      return false;
    }
  }

  /** Whether the peer has this very value, as it has if only its answer was lost. */
  private boolean isSame(Peer peer, Block block) {
    try {
      return block.contentName().isPresent()
          && peer.has(requests.get().has(block.name()))
              .flatMap(holder -> holder.head().contentName())
              .equals(block.contentName());
    } catch (IOException e) {
      LOG.log(DEBUG, "peer " + peer + " does not say what it has", e);
      return false;
    }
  }

  private PeerRequest request(Block block) throws IOException {
    PeerRequestEntity body = PeerRequestEntity.of(block);
    PeerRequests own = requests.get();
    return block.sealed() ? own.seal(body) : own.write(block.name(), body, UNLESS_THERE);
  }

  /** Begins to hand over what nobody asks for. */
  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends that. */
  void stop() {
    thread.interrupt();
  }

  /** Hands over until the thread is interrupted: without peers, new blocks may come. */
  private void run() {
    LOG.log(INFO, "the lifetime is over: this node hands over what it has");
    try {
      while (true) {
        if (!handOverOnce()) {
          emptySince = null;
        } else if (emptySince == null) {
          emptySince = clock.instant();
          LOG.log(INFO, "this node has handed over all it had");
        }
        Thread.sleep(BETWEEN_ROUNDS.toMillis());
      }
    } catch (InterruptedException e) {
      LOG.log(DEBUG, "the node stops", e);
    }
  }

  /** Offers every block to the peers; true if there was none. */
  private boolean handOverOnce() throws InterruptedException {
    long found = 0;
    long left = 0;
    try {
      for (Iterator<BlockName> names = store.newestFirst(); names.hasNext(); found++) {
        left += give(names.next()) ? 0 : 1;
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    } catch (IOException e) {
      LOG.log(WARNING, "the node cannot list what it has to hand over", e);
      return false;
    }
    if (left > 0) {
      LOG.log(WARNING, "{0} of {1} blocks found no peer that takes them", left, found);
    }
    return found == 0;
  }
}
