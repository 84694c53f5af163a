package org.tigstore.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.tigstore.block.Body;
import org.tigstore.block.Content;

/** A body on its way to a peer; sent once. */
final class SentBody extends AbstractHttpEntity {
  private final InputStream bytes;
  private final long length;
  private final AtomicLong sentChunks = new AtomicLong();
  private volatile boolean waitingForCaller;

  private SentBody(InputStream bytes, long length) {
    super(ContentType.APPLICATION_OCTET_STREAM, null);
    this.bytes = bytes;
    this.length = length;
  }

  /** A body that comes from a caller, held to what was announced of it. */
  static SentBody of(Body body, long limit) throws IOException {
    return new SentBody(body.upTo(limit), body.length());
  }

  /** Bytes that are all here. */
  static SentBody of(Content content) throws IOException {
    return new SentBody(content.bytes(), content.length());
  }

  /** Whether the peer may have all it needs to do what it is asked for. */
  boolean isBegun() {
    return sentChunks.get() > 0 || length == 0;
  }

  /** Counts up while it is being sent, and while there is nothing to send. */
  long progress() {
    return waitingForCaller ? System.nanoTime() : sentChunks.get();
  }

  @Override
  public void writeTo(OutputStream target) throws IOException {
    byte[] chunk = new byte[Content.CHUNK_BYTES];
    for (int count = fill(chunk); count >= 0; count = fill(chunk)) {
      target.write(chunk, 0, count);
    }
  }

  private int fill(byte[] chunk) throws IOException {
    sentChunks.incrementAndGet();
    waitingForCaller = true;
    try {
      return bytes.read(chunk, 0, chunk.length);
    } finally {
      waitingForCaller = false;
    }
  }

  @Override
  public InputStream getContent() {
    return bytes;
  }

  @Override
  public boolean isStreaming() {
    return true;
  }

  @Override
  public long getContentLength() {
    return length;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
