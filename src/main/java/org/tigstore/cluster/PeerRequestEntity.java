package org.tigstore.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.tigstore.block.BlockName;
import org.tigstore.block.Body;
import org.tigstore.block.BulkInputStream;
import org.tigstore.block.Content;
import org.tigstore.block.Sha256;

/**
 * The body of one request to a peer. If sending it fails, the connection is aborted: the peer must
 * not take a part for the whole.
 */
final class PeerRequestEntity extends AbstractHttpEntity {
  private final InputStream bytes;
  private final long length;
  private final AtomicLong sentChunks = new AtomicLong();
  private volatile boolean waitingForCaller;
  private volatile Cancellable request = () -> false;

  private PeerRequestEntity(InputStream bytes, long length) {
    super(ContentType.APPLICATION_OCTET_STREAM, null);
    this.bytes = bytes;
    this.length = length;
  }

  /**
   * A caller's body, which is checked against its announcement while it is sent. Digests that only
   * follow the body are checked before the peer learns that it has ended.
   */
  static PeerRequestEntity of(Body body, long limit) throws IOException {
    InputStream bytes = body.upTo(limit);
    return body.length() == Body.UNKNOWN_LENGTH
        ? new PeerRequestEntity(checkedAtEnd(bytes, body.digests()), body.length())
        : new PeerRequestEntity(bytes, body.length());
  }

  private static InputStream checkedAtEnd(InputStream bytes, Body.Digests digests) {
    MessageDigest digest = Sha256.start();
    return new BulkInputStream() {
      @Override
      public int read(byte[] target, int offset, int count) throws IOException {
        int got = bytes.read(target, offset, count);
        if (got < 0) {
          digests.check(BlockName.ofDigest(digest));
        } else {
          digest.update(target, offset, got);
        }
        return got;
      }
    };
  }

  static PeerRequestEntity of(Content content) throws IOException {
    return new PeerRequestEntity(content.bytes(), content.length());
  }

  /** Sets the request to cancel if sending fails. */
  void abortOnFailure(Cancellable newRequest) {
    request = newRequest;
  }

  /** Whether the peer may have received enough to act on the request. */
  boolean isBegun() {
    return sentChunks.get() > 0 || length == 0;
  }

  /** Changes while bytes are sent, and while the caller has sent none to pass on. */
  long progress() {
    return waitingForCaller ? System.nanoTime() : sentChunks.get();
  }

  @Override
  public void writeTo(OutputStream target) throws IOException {
    try {
      byte[] chunk = new byte[Content.CHUNK_BYTES];
      for (int count = fill(chunk); count >= 0; count = fill(chunk)) {
        target.write(chunk, 0, count);
      }
    } catch (IOException | RuntimeException | Error e) {
      // The client would close the target, which terminates a chunked body as if it were complete.
      request.cancel();
      throw e;
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
