package org.tigstore;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.tigstore.block.IoAction;

/**
 * A port that is free at every address of this machine, and that no other test gets while it is
 * reserved, in whatever process. It lies below the ports that the system gives to those who ask for
 * any.
 */
public final class ReservedPort implements AutoCloseable {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 26_000;

  /**
   * A reservation is a socket that listens at a port so much higher, not at the port itself: some
   * servers do not start if anybody listens there, at whatever address.
   */
  private static final int MARKS = HIGHEST - LOWEST;

  private final int number;
  private final ServerSocket mark;

  private ReservedPort(int number, ServerSocket mark) {
    this.number = number;
    this.mark = mark;
  }

  /** Reserves a port. */
  public static ReservedPort take() throws IOException {
    IOException failure = new IOException("no port is free");
    for (int attempt = LOWEST; attempt < HIGHEST; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try {
        ServerSocket mark = new ServerSocket(port + MARKS, 1, InetAddress.getLoopbackAddress());
        return IoAction.closingOnFailure(
            mark,
            () -> {
              // Succeeds only if nobody listens at any address.
              new ServerSocket(port).close();
              return new ReservedPort(port, mark);
            });
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  /** Its number. */
  public int number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    mark.close();
  }
}
