package org.tigstore;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port that is free at every address of this machine, and that no other test gets while it is
 * reserved, in whatever process. It lies below the ports that the system gives to those who ask for
 * any.
 */
public final class ReservedPort implements AutoCloseable {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 32_000;

  /** No test listens there: it is where ports are reserved. */
  private static final byte[] MARK = {127, (byte) 255, (byte) 255, (byte) 254};

  private final ServerSocket mark;

  private ReservedPort(ServerSocket mark) {
    this.mark = mark;
  }

  /** Reserves a port. */
  public static ReservedPort take() throws IOException {
    IOException failure = new IOException("no port is free");
    for (int attempt = LOWEST; attempt < HIGHEST; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      try {
        // Succeeds only if nobody listens at any address, and nobody has reserved the port.
        new ServerSocket(port).close();
        return new ReservedPort(reserved(port));
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }

  private static ServerSocket reserved(int port) throws IOException {
    ServerSocket mark = new ServerSocket();
    boolean bound = false;
    try {
      mark.bind(new InetSocketAddress(InetAddress.getByAddress(MARK), port));
      bound = true;
      return mark;
    } finally {
      if (!bound) {
        mark.close();
      }
    }
  }

  /** Its number. */
  public int number() {
    return mark.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    mark.close();
  }
}
