package org.tigstore.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Connections over which one thread sends HEAD requests, on each the next after an answer. */
final class HeadConnections {
  private static final int HEAD_BYTES = 8 * 1024;
  private static final String GOOD = "HTTP/1.1 200 ";
  private static final String END = "\r\n\r\n";

  private final URI address;
  private final int count;
  private final byte[] request;
  private final LongStream.Builder latencies = LongStream.builder();

  HeadConnections(URI address, int count) {
    this.address = address;
    this.count = count;
    this.request =
        ("HEAD " + address.getPath() + " HTTP/1.1\r\nHost: " + address.getAuthority() + END)
            .getBytes(US_ASCII);
  }

  private static final class Exchange {
    private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    private long begin;
  }

  /** How long each answer took that came before this end, in nanoseconds. */
  long[] latencies(long end) throws IOException {
    List<SocketChannel> open = new ArrayList<>();
    try (Selector selector = Selector.open()) {
      for (int number = 0; number < count; number++) {
        SocketChannel channel =
            SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort()));
        open.add(channel);
        channel.configureBlocking(false);
        send(channel.register(selector, SelectionKey.OP_READ, new Exchange()));
      }
      while (System.nanoTime() < end) {
        selector.select(this::receive, 100);
      }
      return latencies.build().toArray();
    } finally {
      for (SocketChannel channel : open) {
        channel.close();
      }
    }
  }

  private void send(SelectionKey key) throws IOException {
    Exchange exchange = (Exchange) key.attachment();
    exchange.head.clear();
    exchange.begin = System.nanoTime();
    ((SocketChannel) key.channel()).write(ByteBuffer.wrap(request));
  }

  private void receive(SelectionKey key) {
    Exchange exchange = (Exchange) key.attachment();
    try {
      if (((SocketChannel) key.channel()).read(exchange.head) < 0) {
        throw new IOException("the connection was closed");
      }
      String head = new String(exchange.head.array(), 0, exchange.head.position(), US_ASCII);
      if (head.endsWith(END)) {
        checkGood(head);
        latencies.add(System.nanoTime() - exchange.begin);
        send(key);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void checkGood(String head) throws IOException {
    if (!head.startsWith(GOOD)) {
      throw new IOException(head.lines().findFirst().orElseThrow());
    }
  }
}
