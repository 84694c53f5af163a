package org.tigstore.standalone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.NanoTime;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 whose answers reach callers that are still sending (RFC 9112, section 9.6). A connection
 * that is closed with bytes unread is reset, and a reset discards what the caller has not read yet.
 * So a connection whose request was answered before it was received completely is closed in one
 * direction, and discards what comes until the caller closes it, within limits of time and bytes.
 */
final class LingeringHttp extends HttpConnectionFactory {
  private static final Limits LIMITS =
      new Limits(Duration.ofSeconds(5), Duration.ofSeconds(30), 1L << 30);

  private static final int RECEIVED_AT_ONCE_BYTES = 64 * 1024;

  /** How often one connection reads before other connections may. */
  private static final int READS_AT_ONCE = 16;

  private final Limits limits;

  /**
   * How much a connection discards.
   *
   * @param pause how long it waits for more
   * @param time how long it lasts if more comes
   * @param bytes how much may come
   */
  record Limits(Duration pause, Duration time, long bytes) {}

  LingeringHttp(HttpConfiguration configuration) {
    this(configuration, LIMITS);
  }

  LingeringHttp(HttpConfiguration configuration, Limits limits) {
    super(configuration);
    this.limits = limits;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    HttpConnection connection = new Answering(limits, getHttpConfiguration(), connector, endPoint);
    return configure(connection, connector, endPoint);
  }

  /** A connection that receives requests and sends answers. */
  private static final class Answering extends HttpConnection {
    private final Limits limits;

    Answering(
        Limits limits, HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
      super(configuration, connector, endPoint);
      this.limits = limits;
    }

    @Override
    protected HttpStreamOverHTTP1 newHttpStream(String method, String uri, HttpVersion version) {
      return new Exchange(method, uri, version);
    }

    /** Is called once more after the answer to what was no request. */
    @Override
    public void onFillable() {
      if (getParser().isTerminated()) {
        getEndPoint().upgrade(lingering());
      } else {
        super.onFillable();
      }
    }

    private Lingering lingering() {
      return new Lingering(
          limits, getEndPoint(), getExecutor(), getConnector().getByteBufferPool());
    }

    /** Whatever was received and not read is discarded. */
    @Override
    public @Nullable ByteBuffer onUpgradeFrom() {
      return null;
    }

    /** A request and its answer. */
    private final class Exchange extends HttpStreamOverHTTP1 {
      private boolean unread;

      Exchange(String method, String uri, HttpVersion version) {
        super(method, uri, version);
      }

      /** Is asked for at the end of an exchange, which what is left of the body does not fail. */
      @Override
      public @Nullable Throwable consumeAvailable() {
        unread |= super.consumeAvailable() != null;
        return null;
      }

      @Override
      public void succeeded() {
        if (unread) {
          getHttpChannel().getRequest().setAttribute(UPGRADE_CONNECTION_ATTRIBUTE, lingering());
        }
        super.succeeded();
      }
    }
  }

  /** A connection that sends nothing more and discards what comes. */
  private static final class Lingering extends AbstractConnection.NonBlocking {
    private final Limits limits;
    private final ByteBufferPool buffers;
    private final long start = NanoTime.now();
    private long discarded;

    Lingering(Limits limits, EndPoint endPoint, Executor executor, ByteBufferPool buffers) {
      super(endPoint, executor);
      this.limits = limits;
      this.buffers = buffers;
    }

    @Override
    public void onOpen() {
      super.onOpen();
      EndPoint endPoint = getEndPoint();
      endPoint.setIdleTimeout(Math.min(endPoint.getIdleTimeout(), limits.pause().toMillis()));
      endPoint.shutdownOutput();
      fillInterested();
    }

    @Override
    public void onFillable() {
      RetainableByteBuffer buffer = buffers.acquire(RECEIVED_AT_ONCE_BYTES, true);
      try {
        discard(buffer.getByteBuffer());
      } catch (IOException e) {
        getEndPoint().close(e);
      } finally {
        buffer.release();
      }
    }

    private void discard(ByteBuffer buffer) throws IOException {
      int count = 1;
      for (int reads = 0; reads < READS_AT_ONCE && count > 0; reads++) {
        BufferUtil.clear(buffer);
        count = getEndPoint().fill(buffer);
        discarded += Math.max(count, 0);
      }
      boolean ended = count < 0 || discarded > limits.bytes();
      if (ended || NanoTime.since(start) > limits.time().toNanos()) {
        close();
      } else {
        fillInterested();
      }
    }
  }
}
