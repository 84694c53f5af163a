package org.tigstore.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.tigstore.block.BlockName;

/** The other nodes, as far as they are known at the moment. Safe for any number of threads. */
final class Peers implements Closeable {
  private static final int MOST_THREADS = 128;
  private static final int MOST_WAITING = 8192;
  private static final int IDLE_SECONDS = 30;

  private final ClusterSettings settings;
  private final DnsDiscovery discovery;
  private final PeerClient client;
  private final Map<PeerAddress, Peer> known = new ConcurrentHashMap<>();

  /** Questions take no time but their way; those that come in crowds wait for a moment. */
  private final ThreadPoolExecutor asking =
      new ThreadPoolExecutor(
          MOST_THREADS,
          MOST_THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Peers::thread,
          new ThreadPoolExecutor.AbortPolicy());

  /**
   * Those that are discovered.
   *
   * @throws IOException if a given certificate cannot be read
   */
  Peers(ClusterSettings settings) throws IOException {
    this.settings = settings;
    this.client = new PeerClient(settings);
    this.discovery = new DnsDiscovery(settings);
    asking.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "tig-cluster");
    thread.setDaemon(true);
    return thread;
  }

  /** Every node that is not known to be this one. */
  List<Peer> everybody() {
    List<PeerAddress> addresses = discovery.addresses();
    known.keySet().retainAll(addresses);
    return addresses.stream()
        .map(address -> known.computeIfAbsent(address, key -> new Peer(key, client, settings)))
        .filter(peer -> !peer.isThisNode())
        .toList();
  }

  /** The peers that may take a block, beginning with another for another block. */
  List<Peer> candidates(BlockName name) {
    List<Peer> candidates = new ArrayList<>(everybody());
    candidates.removeIf(peer -> peer.isEnding() || !peer.isAnswering());
    if (!candidates.isEmpty()) {
      Collections.rotate(candidates, Math.floorMod(name.hashCode(), candidates.size()));
    }
    return candidates;
  }

  /** Asks all peers. */
  Search search(PeerRequest request) {
    return search(everybody(), request);
  }

  /** Asks these peers. */
  Search search(List<Peer> some, PeerRequest request) {
    Search search = new Search(asking, request.limit());
    for (Peer peer : some) {
      if (peer.isAnswering()) {
        search.ask(() -> peer.has(request));
      } else {
        tryIfDue(peer, request);
        if (!peer.isGone()) {
          search.missOne();
        }
      }
    }
    return search;
  }

  /** Nobody waits for what becomes of this. */
  private void tryIfDue(Peer peer, PeerRequest request) {
    if (peer.isDueForTrial()) {
      Search alone = new Search(asking, request.limit());
      alone.ask(() -> peer.has(request));
    }
  }

  @Override
  public void close() throws IOException {
    asking.shutdownNow();
    discovery.close();
    client.close();
  }
}
