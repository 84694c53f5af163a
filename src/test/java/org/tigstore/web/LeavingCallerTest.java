package org.tigstore.web;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tigstore.access.AccessMode;
import org.tigstore.block.Bodies;
import org.tigstore.block.ManualClock;
import org.tigstore.block.MemoryBlockStore;
import org.tigstore.protocol.Channel;

/** A caller that leaves during an answer: no failure of the node, and not served either. */
class LeavingCallerTest {
  private static final int BLOCKS = 2000;

  /** More than a connection holds; so are the lines of the list together, by their format. */
  private static final int LARGE = 32 * 1024 * 1024;

  private static final String LIST = "/?apikey=key&format=*" + "x".repeat(7000);
  private static EmbeddedNode node;
  private static MemoryBlockStore store;
  private static String large = "";

  @BeforeAll
  static void start() throws Exception {
    node = EmbeddedNode.start();
    store = new MemoryBlockStore(LARGE, Channel::refuseChange, new ManualClock());
    for (int count = 0; count < BLOCKS; count++) {
      Bodies.seal(store, Bodies.of("block " + count));
    }
    large = "/" + Bodies.seal(store, Bodies.of(new byte[LARGE]));
  }

  @AfterAll
  static void stop() throws Exception {
    node.stop();
  }

  /** What is logged of importance from now on. */
  private static final class Complaints extends Handler implements AutoCloseable {
    private final BlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();

    Complaints() {
      setLevel(Level.INFO);
      Logger.getLogger("").addHandler(this);
    }

    @Override
    public void publish(LogRecord record) {
      records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      Logger.getLogger("").removeHandler(this);
    }
  }

  @ParameterizedTest
  @CsvSource({"LIST, true", "LIST, false", "LARGE, true", "LARGE, false"})
  void isNotServedAndNoFailure(String target, boolean fastPath) throws Exception {
    BlockingQueue<Services.Outcome> outcomes = new LinkedBlockingQueue<>();
    node.serve(
        EmbeddedNode.services(
            store,
            Duration.ofMinutes(10),
            EmbeddedNode.rules(EmbeddedNode.policy(AccessMode.KEY, Optional.of("key")), List.of()),
            outcomes::add,
            fastPath));
    try (Complaints complaints = new Complaints()) {
      try (Socket socket = new Socket()) {
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(node.address().getHost(), node.address().getPort()));
        String path = target.equals("LIST") ? LIST : large;
        socket
            .getOutputStream()
            .write(("GET " + path + " HTTP/1.1\r\nHost: tig\r\n\r\n").getBytes(US_ASCII));
        assertThat(socket.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
      }

      Services.Outcome outcome =
          Optional.ofNullable(outcomes.poll(1, TimeUnit.MINUTES)).orElseThrow();
      assertThat(outcome.complete()).isFalse();
      assertThat(outcome.refused()).isEmpty();
      assertThat(complaints.records).isEmpty();
    }
  }
}
