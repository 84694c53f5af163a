package org.tigstore.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.tigstore.access.ApiKey;
import org.tigstore.access.Caller;
import org.tigstore.access.Keys;
import org.tigstore.block.BlockAccess;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Condition;
import org.tigstore.block.IoAction;
import org.tigstore.block.Listing;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.protocol.Reach;

/** The other nodes, and what a request can reach through them. Safe for any number of threads. */
public final class Cluster implements Closeable {
  private static final Duration UNTIL_FORGOTTEN = Duration.ofSeconds(5);

  private final ClusterSettings settings;
  private final Duration retention;
  private final InstantSource clock;
  private final BlockStore store;
  private final ApiKey apiKey;
  private final Instant end;
  private final Peers peers;
  private final String self = UUID.randomUUID().toString();

  private final AtomicReference<@Nullable HandOver> handOver = new AtomicReference<>();

  /**
   * A cluster of the nodes that are discovered.
   *
   * @param store what this node has itself
   * @param apiKey shown to peers in requests that this node makes on its own behalf
   * @param retention how long an untouched block lives on every node; zero for ever
   * @throws IOException if a given certificate cannot be read
   */
  public Cluster(
      ClusterSettings settings,
      BlockStore store,
      ApiKey apiKey,
      Duration retention,
      InstantSource clock)
      throws IOException {
    this.settings = settings;
    this.store = store;
    this.apiKey = apiKey;
    this.end = end(settings.lifetime(), clock.instant());
    this.retention = retention;
    this.clock = clock;
    this.peers = new Peers(settings);
  }

  /**
   * Returns if a cluster can be made with these settings, if there is to be one, before anything is
   * opened.
   *
   * @throws IOException if a given certificate cannot be read
   */
  public static void check(ClusterSettings settings) throws IOException {
    if (!settings.addresses().isEmpty()) {
      PeerTls.strategy(settings);
    }
  }

  /** Up to half a lifetime later: nodes that were started together do not end together. */
  private static Instant end(Duration lifetime, Instant now) {
    double factor = 1 + ThreadLocalRandom.current().nextDouble() / 2;
    return lifetime.isZero() ? Instant.MAX : now.plusMillis((long) (lifetime.toMillis() * factor));
  }

  /**
   * What this caller's request can reach: blocks on this node, and unless a peer handed the request
   * on, blocks on others. What a block leads to may lie anywhere.
   *
   * @throws RefusedException {@link Refusal#OWN_REQUEST} if this very node handed the request on
   */
  public Reach reach(Caller caller) throws RefusedException {
    refuseItself(caller);
    if (caller.handingOver() && handOver.get() != null) {
      throw new RefusedException(Refusal.CLOSED, "the node hands over what it has itself");
    }
    Caller shown = shownToPeers(caller);
    PeerRequests requests = new PeerRequests(shown, false, self, settings);
    BlockAccess anywhere = anywhere(requests);
    return new Reach(
        caller.routedBy().isPresent() ? here(requests) : anywhere,
        anywhere,
        caller.throughChannel()
            ? Optional.empty()
            : Optional.of(anywhere(new PeerRequests(shown, true, self, settings))));
  }

  /** No other node knows the roles that a container gives here; this node answers for them. */
  private Caller shownToPeers(Caller caller) throws RefusedException {
    return caller.admission().isByRole() ? caller.withKeys(Keys.ofNode(apiKey.value())) : caller;
  }

  /** Whether another node has this address. */
  public boolean isPeer(String address) {
    return peers.everybody().stream().anyMatch(peer -> peer.isAt(address));
  }

  /** How many other nodes there are. Waits as long as one may take to answer at the most. */
  public PeerFigures figures() {
    List<Peer> everybody = peers.everybody();
    int answering = (int) everybody.stream().filter(Peer::isAnswering).count();
    return new PeerFigures(settings.addresses().size(), answering, everybody.size() - answering);
  }

  private void refuseItself(Caller caller) throws RefusedException {
    if (caller.routedBy().filter(self::equals).isPresent()) {
      throw new RefusedException(Refusal.OWN_REQUEST, "this node has asked itself");
    }
  }

  private BlockAccess anywhere(PeerRequests requests) {
    return new ForwardingStore(store, new AnyNode(this, requests));
  }

  /** For a request that a peer handed on. */
  private BlockAccess here(PeerRequests requests) {
    HandOver ending = handOver.get();
    return ending == null
        ? store
        : new ForwardingStore(store, new Successor(this, requests, ending));
  }

  /**
   * What this node has; asked for by a caller and not by a peer, what all nodes have if that is
   * wanted, this node's names first.
   *
   * @throws RefusedException {@link Refusal#PEER_FAILED} if a node does not list what it has; what
   *     it refuses the caller with; {@link Refusal#OWN_REQUEST} if this very node asks
   */
  public Listing list(Caller caller, boolean all) throws IOException {
    refuseItself(caller);
    ClusterListing listing = new ClusterListing(store.newestFirst());
    if (!all || caller.routedBy().isPresent()) {
      return listing;
    }
    PeerRequest request = new PeerRequests(shownToPeers(caller), false, self, settings).list();
    return IoAction.closingOnFailure(
        listing,
        () -> {
          for (Peer peer : peers.everybody()) {
            add(listing, peer, request);
          }
          return listing;
        });
  }

  private static void add(ClusterListing listing, Peer peer, PeerRequest request)
      throws IOException {
    PeerAnswer answer = answerToList(peer, request);
    if (answer.status() == 200) {
      listing.add(answer);
      return;
    }
    try (answer) {
      if (!peer.isThisNode()) {
        throw PeerRefusals.of(answer);
      }
    }
  }

  private static PeerAnswer answerToList(Peer peer, PeerRequest request) throws IOException {
    try {
      return peer.ask(request);
    } catch (IOException e) {
      throw new RefusedException(
          Refusal.PEER_FAILED, "a node of the cluster does not list what it has", e);
    }
  }

  private PeerRequests ownRequests() throws RefusedException {
    return new PeerRequests(Caller.node(apiKey.value()), false, self, settings);
  }

  /** Begins to hand over, once it is time to. To be called about once a second. */
  public void endIfDue() {
    if (!clock.instant().isBefore(end) && handOver.get() == null) {
      HandOver begun = new HandOver(store, peers, this::ownRequests, clock);
      if (handOver.compareAndSet(null, begun)) {
        begun.start();
      }
    }
  }

  /** Whether this node has handed over all it had. */
  public boolean isEmptied() {
    HandOver ending = handOver.get();
    return ending != null && ending.isEmpty();
  }

  /** Whether it has been so for long enough that nobody looks for anything here any more. */
  public boolean isForgotten() {
    HandOver ending = handOver.get();
    return ending != null && ending.isEmptyFor(UNTIL_FORGOTTEN);
  }

  /** Hands this block over if it is time to, and the block is here. */
  void letGo(BlockName name) {
    HandOver ending = handOver.get();
    if (ending != null) {
      ending.give(name);
    }
  }

  /**
   * The condition of a change here of a block that is here: where blocks are being handed over,
   * that it still is, which is judged in one step with the change.
   */
  Condition ifStillHere(Condition condition) {
    boolean ending = handOver.get() != null;
    return ending && condition.expectation() == Condition.Expectation.ANYTHING
        ? new Condition(Condition.Expectation.PRESENT, Set.of(), Refusal.CLOSED)
        : condition;
  }

  /** The peer to make a new block at, if it is not this node. */
  Optional<Peer> newHome(BlockName name) {
    return handOver.get() == null ? Optional.empty() : peers.candidates(name).stream().findFirst();
  }

  /** The peers. */
  Peers peers() {
    return peers;
  }

  /** Reads a block from those whom a search finds. */
  PeerReading reading(BlockName name, Search search, PeerRequests requests) {
    return new PeerReading(name, search, requests, store, this::lastTouched);
  }

  /** By the peer's word: it need not take note of every touch at once. */
  private Instant lastTouched(PeerHead head) {
    return head.expires().map(expires -> expires.minus(retention)).orElseGet(clock::instant);
  }

  @Override
  public void close() throws IOException {
    HandOver ending = handOver.get();
    if (ending != null) {
      ending.stop();
    }
    peers.close();
  }
}
