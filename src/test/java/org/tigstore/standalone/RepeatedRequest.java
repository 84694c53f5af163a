package org.tigstore.standalone;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.tigstore.Eventually;

/** A request that is sent over and over, each time when the last one is answered, until closed. */
final class RepeatedRequest implements AutoCloseable {
  private final RawCaller caller;
  private final String request;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Future<?> sending;
  private volatile String latest = "";
  private volatile boolean closed;

  /** Sends this from now on, from this address of this machine. */
  RepeatedRequest(String from, URI to, String request) throws IOException {
    this.caller = RawCaller.from(from, to);
    this.request = request;
    this.sending = thread.submit(this::sendUntilClosed);
  }

  private Void sendUntilClosed() throws IOException {
    while (!closed) {
      latest = caller.send(request).answers(1).get(0);
    }
    return null;
  }

  /** Waits until an answer has this status, and returns it. */
  String awaitAnswer(int status) throws InterruptedException {
    String[] found = {""};
    Eventually.holds(
        "an answer " + status,
        () -> {
          found[0] = latest;
          return found[0].startsWith("HTTP/1.1 " + status + " ");
        });
    return found[0];
  }

  /** Ends when the last request is answered. */
  @Override
  public void close() throws IOException {
    closed = true;
    try (caller) {
      sending.get();
    } catch (ExecutionException e) {
      throw new IOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      thread.shutdownNow();
    }
  }
}
