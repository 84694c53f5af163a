package org.tigstore.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** Limits concurrent requests. Safe for any number of threads. */
public final class RequestLimits {
  /** A place that is not counted. */
  public static final Place UNCOUNTED = () -> {};

  private final int maxUploads;
  private final int maxPerClient;
  private final AtomicInteger uploads = new AtomicInteger();
  private final Map<String, Integer> requests = new ConcurrentHashMap<>();

  /** A place that a request occupies while it runs. */
  @FunctionalInterface
  public interface Place {
    /** Releases the place. Call it once. */
    void leave();
  }

  /**
   * Creates the limits.
   *
   * @param maxUploads the maximum number of concurrent uploads; zero: no limit
   * @param maxPerClient the maximum number of concurrent requests from one client; zero: no limit
   */
  public RequestLimits(int maxUploads, int maxPerClient) {
    this.maxUploads = maxUploads;
    this.maxPerClient = maxPerClient;
  }

  /**
   * Takes a place for a request of the client with this address.
   *
   * @throws RefusedException {@link Refusal#TOO_MANY} if the client has the maximum number of
   *     requests
   */
  public Place request(String address) throws RefusedException {
    if (maxPerClient == 0) {
      return UNCOUNTED;
    }
    String client = ClientNetwork.of(address);
    if (requests.merge(client, 1, Integer::sum) > maxPerClient) {
      leave(client);
      throw new RefusedException(
          Refusal.TOO_MANY, "a client may have " + maxPerClient + " requests at once");
    }
    return () -> leave(client);
  }

  private void leave(String client) {
    requests.computeIfPresent(client, (same, count) -> count == 1 ? null : count - 1);
  }

  /**
   * Takes a place for an upload.
   *
   * @throws RefusedException {@link Refusal#BUSY} if there is none
   */
  public Place upload() throws RefusedException {
    if (uploads.incrementAndGet() > maxUploads && maxUploads > 0) {
      uploads.decrementAndGet();
      throw new RefusedException(
          Refusal.BUSY, "no more than " + maxUploads + " bodies may come at once");
    }
    return uploads::decrementAndGet;
  }

  /** The number of uploads in progress. */
  public int uploads() {
    return uploads.get();
  }
}
