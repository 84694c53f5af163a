package org.tigstore.cluster;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Condition;
import org.tigstore.block.IoAction;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.TimeSource;

/**
 * Moves the blocks of a node whose lifetime has ended to its peers: requested blocks at once, the
 * others one after the other, until none is left. Safe for any number of threads.
 */
final class HandOver {
  private static final System.Logger LOG = System.getLogger(HandOver.class.getName());
  private static final Duration REMEMBERED = Duration.ofMinutes(1);
  private static final long MOST_REMEMBERED = 100_000;
  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);

  /** A peer's own slot of that name has a value that must not be lost. */
  private static final Condition UNLESS_THERE =
      new Condition(Condition.Expectation.ABSENT, Set.of(), Refusal.CONDITION_FAILED);

  private final BlockStore store;
  private final Peers peers;
  private final IoAction<PeerRequests> requests;
  private final Duration lifetime;
  private final TimeSource clock;
  private final long started;
  private final AtomicBoolean begun = new AtomicBoolean();

  /** Where blocks are now, for as long as peers may still look for them here. */
  private final Cache<BlockName, Peer> successors =
      Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).expireAfterWrite(REMEMBERED).build();

  private final Thread thread = new Thread(this::run, "tig-hand-over");
  private volatile @Nullable Long emptySince;

  /**
   * A hand-over that begins when the lifetime has ended.
   *
   * @param requests makes requests on this node's own behalf
   * @param lifetime zero for ever
   */
  HandOver(
      BlockStore store,
      Peers peers,
      IoAction<PeerRequests> requests,
      Duration lifetime,
      TimeSource clock) {
    this.store = store;
    this.peers = peers;
    this.requests = requests;
    this.lifetime = staggered(lifetime);
    this.clock = clock;
    this.started = clock.nanos();
  }

  /** Adds up to half a lifetime, so that nodes that start together do not end together. */
  private static Duration staggered(Duration lifetime) {
    double factor = 1 + ThreadLocalRandom.current().nextDouble() / 2;
    return Duration.ofMillis((long) (lifetime.toMillis() * factor));
  }

  void beginIfDue() {
    if (!lifetime.isZero()
        && clock.nanos() - started >= lifetime.toNanos()
        && begun.compareAndSet(false, true)) {
      thread.setDaemon(true);
      thread.start();
    }
  }

  boolean hasBegun() {
    return begun.get();
  }

  /** Whether the latest round found no block. */
  boolean isEmpty() {
    return emptySince != null;
  }

  /** Whether every round for so long has found none. */
  boolean isEmptyFor(Duration duration) {
    Long since = emptySince;
    return since != null && clock.nanos() - since >= duration.toNanos();
  }

  /** The peer that has taken this block over within the last minute. */
  Optional<Peer> successor(BlockName name) {
    return Optional.ofNullable(successors.getIfPresent(name));
  }

  /** Hands a block over if it is here; false if it is still here. */
  boolean give(BlockName name) {
    try {
      store.giveAway(name, this::send);
      return true;
    } catch (IOException e) {
      LOG.log(DEBUG, "block " + name + " is not handed over", e);
      return false;
    }
  }

  private void send(Block block) throws IOException {
    for (Peer peer : peers.candidates(block.name())) {
      if (isTaken(peer, block)) {
        successors.put(block.name(), peer);
        return;
      }
    }
    throw new RefusedException(Refusal.PEER_FAILED, "no peer accepted the block");
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

  /** Whether the peer has the same value, which it has if only its answer was lost. */
  private boolean isSame(Peer peer, Block block) {
    try {
      return block.contentName().isPresent()
          && peer.has(requests.run().has(block.name()))
              .flatMap(PeerAnswer.Head::contentName)
              .equals(block.contentName());
    } catch (IOException e) {
      LOG.log(DEBUG, "peer " + peer + " does not say what it has", e);
      return false;
    }
  }

  private PeerRequest request(Block block) throws IOException {
    PeerRequestEntity body = PeerRequestEntity.of(block);
    PeerRequests own = requests.run();
    return block.sealed() ? own.seal(body) : own.write(block.name(), body, UNLESS_THERE);
  }

  void stop() {
    thread.interrupt();
  }

  /** Does not end by itself: without peers, blocks are still made here. */
  private void run() {
    LOG.log(INFO, "the lifetime has ended: this node hands over its blocks");
    try {
      while (true) {
        if (!handOverOnce()) {
          emptySince = null;
        } else if (emptySince == null) {
          emptySince = clock.nanos();
          LOG.log(INFO, "this node has handed over all of its blocks");
        }
        Thread.sleep(BETWEEN_ROUNDS.toMillis());
      }
    } catch (InterruptedException e) {
      LOG.log(DEBUG, "the node stops", e);
    }
  }

  /** Offers every block to the peers; returns whether there was none. */
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
