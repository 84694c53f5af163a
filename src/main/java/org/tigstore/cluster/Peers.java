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
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** The other nodes that are known at the moment. Safe for any number of threads. */
final class Peers implements Closeable {
  private static final int MOST_THREADS = 128;
  private static final int MOST_WAITING = 8192;
  private static final int IDLE_SECONDS = 30;

  private final ClusterSettings settings;
  private final DnsDiscovery discovery;
  private final PeerClient client;
  private final Map<PeerAddress, Peer> known = new ConcurrentHashMap<>();

  /** Most of a question is waiting for the network; a burst of them is queued. */
  private final ThreadPoolExecutor questions =
      new ThreadPoolExecutor(
          MOST_THREADS,
          MOST_THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Peers::thread,
          new ThreadPoolExecutor.AbortPolicy());

  /**
   * The nodes that are discovered.
   *
   * @throws IOException if the configured certificate cannot be read
   */
  Peers(ClusterSettings settings) throws IOException {
    this.settings = settings;
    this.client = new PeerClient(settings);
    this.discovery = new DnsDiscovery(settings);
    questions.allowCoreThreadTimeOut(true);
    discovery.refresh();
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "tig-cluster");
    thread.setDaemon(true);
    return thread;
  }

  /** Every node except those known to be this one. */
  List<Peer> everybody() {
    return peersAt(discovery.found().addresses());
  }

  /**
   * As {@link #everybody}.
   *
   * @throws RefusedException {@link Refusal#UNDECIDED} if there may be others
   */
  List<Peer> requireEverybody() throws RefusedException {
    DnsDiscovery.Found found = discovery.found();
    if (!found.complete()) {
      throw new RefusedException(Refusal.UNDECIDED, "DNS has not reported all nodes");
    }
    return peersAt(found.addresses());
  }

  /** Whether all nodes have been known once; if not, asks DNS for them again. Returns soon. */
  boolean haveBeenFound() {
    boolean found = discovery.hasBeenComplete();
    if (!found) {
      discovery.refresh();
    }
    return found;
  }

  private List<Peer> peersAt(List<PeerAddress> addresses) {
    known.keySet().retainAll(addresses);
    return addresses.stream()
        .map(address -> known.computeIfAbsent(address, key -> new Peer(key, client, settings)))
        .filter(peer -> !peer.isThisNode())
        .toList();
  }

  /** The peers that may take a block, in an order that depends on its name. */
  List<Peer> candidates(BlockName name) {
    List<Peer> candidates = new ArrayList<>(everybody());
    candidates.removeIf(peer -> peer.isDraining() || !peer.isAnswering());
    if (!candidates.isEmpty()) {
      Collections.rotate(candidates, Math.floorMod(name.hashCode(), candidates.size()));
    }
    return candidates;
  }

  /** Begins to ask every peer that answers. */
  Search find(BlockName name, PeerRequests requests) {
    DnsDiscovery.Found found = discovery.found();
    Search search = find(name, requests, peersAt(found.addresses()));
    if (!found.complete()) {
      search.markIncomplete("DNS has not reported all nodes");
    }
    return search;
  }

  /** Begins to ask those of these peers that answer. */
  Search find(BlockName name, PeerRequests requests, List<Peer> some) {
    Search search = new Search(name, requests, questions);
    for (Peer peer : some) {
      if (peer.isAnswering()) {
        search.ask(peer);
      } else {
        if (peer.isDueForProbe()) {
          // The request does not wait for its answer.
          new Search(name, requests, questions).ask(peer);
        }
        if (!peer.isGone()) {
          search.markIncomplete(Search.SILENT_PEER);
        }
      }
    }
    return search;
  }

  @Override
  public void close() throws IOException {
    questions.shutdownNow();
    discovery.close();
    client.close();
  }
}
