package org.tigstore.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** Bounds how much is asked for at once. Safe for any number of threads. */
public final class RequestLimits {
  /** A place that is not counted. */
  public static final Place UNCOUNTED = () -> {};

  private final int maxUploads;
  private final int maxPerClient;
  private final AtomicInteger uploads = new AtomicInteger();
  private final Map<String, Integer> requests = new ConcurrentHashMap<>();

  /** What a request holds while it runs. */
  @FunctionalInterface
  public interface Place {
    /** Gives it up, once. */
    void leave();
  }

  /**
   * Bounds these.
   *
   * @param maxUploads how many bodies may come at once; zero: any number
   * @param maxPerClient how many requests of one client may run at once; zero: any number
   */
  public RequestLimits(int maxUploads, int maxPerClient) {
    this.maxUploads = maxUploads;
    this.maxPerClient = maxPerClient;
  }

  /**
   * A place for a request of the client with this address.
   *
   * @throws RefusedException {@link Refusal#TOO_MANY} if the client has all of its own
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
   * A place for a body that is to come.
   *
   * @throws RefusedException {@link Refusal#BUSY} if all are taken
   */
  public Place upload() throws RefusedException {
    if (uploads.incrementAndGet() > maxUploads && maxUploads > 0) {
      uploads.decrementAndGet();
      throw new RefusedException(
          Refusal.BUSY, "no more than " + maxUploads + " bodies may come at once");
    }
    return uploads::decrementAndGet;
  }

  /** How many bodies are coming. */
  public int uploads() {
    return uploads.get();
  }
}
