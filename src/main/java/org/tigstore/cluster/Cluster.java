package org.tigstore.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tigstore.access.Caller;
import org.tigstore.block.BlockAccess;
import org.tigstore.block.BlockLister;
import org.tigstore.block.BlockName;
import org.tigstore.block.Listing;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Touch;
import org.tigstore.protocol.Reach;

/** The other nodes, and what a request can reach through them. Safe for any number of threads. */
public final class Cluster implements Closeable {
  private static final int MOST_THREADS = 256;
  private static final int IDLE_SECONDS = 30;

  private final ClusterSettings settings;
  private final Duration retention;
  private final InstantSource clock;
  private final Discovery discovery;
  private final PeerClient client;
  private final String self = UUID.randomUUID().toString();
  private final Map<PeerAddress, Peer> peers = new ConcurrentHashMap<>();

  /** Those who ask must be able to ask every peer at once: a queue would make them wait. */
  private final ExecutorService asking =
      new ThreadPoolExecutor(
          0,
          MOST_THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Cluster::thread,
          new ThreadPoolExecutor.CallerRunsPolicy());

  /**
   * A cluster of the nodes that are discovered.
   *
   * @param retention how long an untouched block lives on every node; zero for ever
   * @throws IOException if a given certificate cannot be read
   */
  public Cluster(
      ClusterSettings settings, Discovery discovery, Duration retention, InstantSource clock)
      throws IOException {
    this.settings = settings;
    this.discovery = discovery;
    this.retention = retention;
    this.clock = clock;
    this.client = new PeerClient(settings);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "tig-cluster");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * What this caller's request can reach: blocks on this node, and unless a peer handed the request
   * on, blocks on others. What a block leads to may lie anywhere.
   *
   * @throws RefusedException {@link Refusal#OWN_REQUEST} if this very node handed the request on
   */
  public Reach reach(Caller caller, BlockAccess local) throws RefusedException {
    if (caller.routedBy().filter(self::equals).isPresent()) {
      throw new RefusedException(Refusal.OWN_REQUEST, "this node has asked itself");
    }
    BlockAccess anywhere = anywhere(caller, false, local);
    return new Reach(
        caller.routedBy().isPresent() ? local : anywhere,
        anywhere,
        caller.throughChannel() ? Optional.empty() : Optional.of(anywhere(caller, true, local)));
  }

  /**
   * What all nodes list, this node's names first. A caller whom a peer asks for gets this node's.
   *
   * @throws RefusedException {@link Refusal#PEER_FAILED} if a node does not list what it has; what
   *     it refuses the caller with
   */
  public Listing list(Caller caller, BlockLister local) throws IOException {
    AllNodesList list = new AllNodesList(local.newestFirst());
    boolean complete = false;
    try {
      PeerRequests requests = new PeerRequests(caller, false, self, settings);
      for (Peer peer : everybody()) {
        add(list, peer, requests.list());
      }
      complete = true;
      return list;
    } finally {
      if (!complete) {
        list.close();
      }
    }
  }

  private static void add(AllNodesList list, Peer peer, PeerRequest request) throws IOException {
    PeerAnswer answer = answerToList(peer, request);
    if (answer.status() == 200) {
      list.add(answer);
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

  private BlockAccess anywhere(Caller caller, boolean throughChannel, BlockAccess local) {
    PeerRequests requests = new PeerRequests(caller, throughChannel, self, settings);
    return new ForwardingStore(local, this, requests);
  }

  /** Asks all peers. */
  Search search(PeerRequest request) {
    List<Callable<Optional<Holder>>> questions = new ArrayList<>();
    peers().forEach(peer -> questions.add(() -> peer.has(request)));
    return new Search(questions, asking, settings.answerLimit());
  }

  /** Reads what all peers are asked for. */
  PeerReading reading(BlockName name, PeerRequests requests, BlockAccess local) {
    return new PeerReading(name, search(requests.has(name)), requests, local, this::lastTouched);
  }

  /** Reads what was taken from a peer, and is nowhere else. */
  PeerReading taken(BlockName name, PeerRequests requests, BlockAccess local) {
    return new PeerReading(name, Search.NONE, requests, local, this::lastTouched);
  }

  private Instant lastTouched(PeerHead head, Touch touch) {
    Instant now = clock.instant();
    return touch == Touch.RESTART
        ? now
        : head.expires().map(expires -> expires.minus(retention)).orElse(now);
  }

  /** The peers that are worth asking now. */
  private List<Peer> peers() {
    return everybody().stream().filter(Peer::isWorthAsking).toList();
  }

  /** Every node that is not known to be this one. */
  private List<Peer> everybody() {
    List<PeerAddress> addresses = discovery.addresses();
    peers.keySet().retainAll(addresses);
    return addresses.stream()
        .map(address -> peers.computeIfAbsent(address, key -> new Peer(key, client)))
        .filter(peer -> !peer.isThisNode())
        .toList();
  }

  @Override
  public void close() throws IOException {
    asking.shutdownNow();
    discovery.close();
    client.close();
  }
}
