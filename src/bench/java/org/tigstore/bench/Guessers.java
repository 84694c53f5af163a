package org.tigstore.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Clients at one address that try wrong keys over many connections, each as fast as it can. */
final class Guessers implements Closeable {
  private static final String ADDRESS = "127.0.0.2";
  private static final byte[] GUESS =
      "PUT /?apikey=wrong HTTP/1.1\r\nHost: tig\r\nContent-Length: 0\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final AtomicLong refused = new AtomicLong();
  private final List<Socket> sockets = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  Guessers(URI address, int connections) throws IOException {
    for (int number = 0; number < connections; number++) {
      Socket socket = new Socket();
      socket.bind(new InetSocketAddress(InetAddress.getByName(ADDRESS), 0));
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
      sockets.add(socket);
      Thread thread = new Thread(() -> guessUntilClosed(socket), "guesser");
      threads.add(thread);
      thread.start();
    }
  }

  private void guessUntilClosed(Socket socket) {
    byte[] answer = new byte[4096];
    try {
      InputStream answers = socket.getInputStream();
      while (true) {
        socket.getOutputStream().write(GUESS);
        if (answers.read(answer) < 0) {
          return;
        }
        refused.incrementAndGet();
      }
    } catch (IOException e) {
      // Closing ends it so.
    }
  }

  /** How many guesses were refused, with whatever status. */
  long refused() {
    return refused.get();
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
