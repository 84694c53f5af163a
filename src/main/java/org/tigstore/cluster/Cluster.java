package org.tigstore.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.tigstore.access.ApiKey;
import org.tigstore.access.Caller;
import org.tigstore.access.Keys;
import org.tigstore.block.BlockAccess;
import org.tigstore.block.BlockStore;
import org.tigstore.block.IoAction;
import org.tigstore.block.Listing;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.TimeSource;
import org.tigstore.protocol.RequestStores;

/**
 * The other nodes, and the blocks that requests can use through them. Safe for any number of
 * threads.
 */
public final class Cluster implements Closeable {
  private static final Duration UNTIL_FORGOTTEN = Duration.ofSeconds(5);

  private final ClusterSettings settings;
  private final BlockStore store;
  private final ApiKey apiKey;
  private final String self = UUID.randomUUID().toString();
  private final Peers peers;
  private final HandOver handOver;
  private final PeerLookup allPeers;
  private final PeerLookup successors;

  /**
   * A cluster of this node and those that are discovered.
   *
   * @param store the blocks of this node
   * @param apiKey shown to peers in requests that this node makes on its own behalf
   * @param retention how long a block lives on every node if it is not touched; zero for ever
   * @throws IOException if the configured certificate cannot be read
   */
  public Cluster(
      ClusterSettings settings,
      BlockStore store,
      ApiKey apiKey,
      Duration retention,
      TimeSource clock)
      throws IOException {
    this.settings = settings;
    this.store = store;
    this.apiKey = apiKey;
    this.peers = new Peers(settings);
    this.handOver = new HandOver(store, peers, this::ownRequests, settings.lifetime(), clock);
    this.allPeers = new PeerLookup(peers, handOver, false, store, retention, clock);
    this.successors = new PeerLookup(peers, handOver, true, store, retention, clock);
  }

  /**
   * Checks, before anything is opened, that a cluster can be made if these settings ask for one.
   *
   * @throws IOException if the configured certificate cannot be read
   */
  public static void check(ClusterSettings settings) throws IOException {
    if (!settings.addresses().isEmpty()) {
      PeerTls.strategy(settings);
    }
  }

  /**
   * The blocks that this caller's request can use: those of this node and, unless a peer forwarded
   * the request, of the others. The target of a channel, and the parts of a burst, may be on any
   * node.
   *
   * @throws RefusedException {@link Refusal#OWN_REQUEST} if this node itself forwarded the request;
   *     {@link Refusal#CLOSED} if both this node and the one that asks are handing over
   */
  public RequestStores stores(Caller caller) throws RefusedException {
    refuseItself(caller);
    if (caller.handingOver() && handOver.hasBegun()) {
      throw new RefusedException(Refusal.CLOSED, "the node hands over its own blocks");
    }
    PeerRequests requests = requests(caller);
    BlockAccess anywhere = new ForwardingStore(store, allPeers, requests);
    return new RequestStores(
        caller.routedBy().isPresent() ? here(requests) : anywhere,
        anywhere,
        caller.throughChannel()
            ? Optional.empty()
            : Optional.of(new ForwardingStore(store, allPeers, requests.behindChannel())));
  }

  private void refuseItself(Caller caller) throws RefusedException {
    if (caller.routedBy().filter(self::equals).isPresent()) {
      throw new RefusedException(Refusal.OWN_REQUEST, "the node sent a request to itself");
    }
  }

  /** What a request that a peer forwarded can use. */
  private BlockAccess here(PeerRequests requests) {
    return handOver.hasBegun() ? new ForwardingStore(store, successors, requests) : store;
  }

  /** Roles count on this node only: it shows its own key for a caller who has one. */
  private PeerRequests requests(Caller caller) throws RefusedException {
    Caller shown =
        caller.admission().isByRole() ? caller.withKeys(Keys.ofNode(apiKey.value())) : caller;
    return new PeerRequests(shown, false, self, settings);
  }

  private PeerRequests ownRequests() throws RefusedException {
    return requests(Caller.node(apiKey.value()));
  }

  /** Whether another node has this IP address. */
  public boolean isPeer(String address) {
    return peers.everybody().stream().anyMatch(peer -> peer.isAt(address));
  }

  /** Counts the other nodes; takes no longer than a peer may take to answer. */
  public PeerFigures figures() {
    List<Peer> everybody = peers.everybody();
    int answering = (int) everybody.stream().filter(Peer::isAnswering).count();
    return new PeerFigures(settings.addresses().size(), answering, everybody.size() - answering);
  }

  /** The other nodes; takes no longer than a peer may take to answer. */
  public List<PeerState> peers() {
    return peers.everybody().stream().map(Peer::state).toList();
  }

  /**
   * Lists the blocks of this node, or of all nodes, this one's first. A peer always gets this
   * node's only.
   *
   * @throws RefusedException {@link Refusal#PEER_FAILED} if a node does not list its blocks; {@link
   *     Refusal#UNDECIDED} if there may be unknown nodes; the refusal of a node that refuses the
   *     caller; {@link Refusal#OWN_REQUEST} if this node itself asks
   */
  public Listing list(Caller caller, boolean all) throws IOException {
    refuseItself(caller);
    ClusterListing listing = new ClusterListing(store.newestFirst());
    if (!all || caller.routedBy().isPresent()) {
      return listing;
    }
    PeerRequest request = requests(caller).list();
    return IoAction.closingOnFailure(
        listing,
        () -> {
          for (Peer peer : peers.requireEverybody()) {
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
        throw answer.refusal();
      }
    }
  }

  private static PeerAnswer answerToList(Peer peer, PeerRequest request) throws IOException {
    try {
      return peer.ask(request);
    } catch (IOException e) {
      throw new RefusedException(
          Refusal.PEER_FAILED, "a node of the cluster failed to list its blocks", e);
    }
  }

  /**
   * Begins to hand over when the lifetime has ended, and asks DNS for nodes that it has not
   * reported yet. To be called about once a second.
   */
  public void runDueTasks() {
    handOver.beginIfDue();
    peers.haveBeenFound();
  }

  /** Why this node is not ready for requests, in one line for callers; empty if it is. */
  public Optional<String> notReady() {
    if (handOver.isEmpty()) {
      return Optional.of("the node has handed over all of its blocks");
    }
    return peers.haveBeenFound()
        ? Optional.empty()
        : Optional.of("DNS has not reported the nodes of the cluster");
  }

  /** Whether it did so long enough ago that no peer looks for a block here any more. */
  public boolean isForgotten() {
    return handOver.isEmptyFor(UNTIL_FORGOTTEN);
  }

  @Override
  public void close() throws IOException {
    handOver.stop();
    peers.close();
  }
}
