package org.tigstore.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.tigstore.block.Body;
import org.tigstore.block.Content;

/** A body on its way to a peer; sent once. */
final class SentBody extends AbstractHttpEntity {
  private final InputStream bytes;
  private final long length;
  private boolean begun;

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

  /** Whether any of it may have been sent. */
  boolean isBegun() {
    return begun;
  }

  @Override
  public void writeTo(OutputStream target) throws IOException {
    begun = true;
    byte[] chunk = new byte[Content.CHUNK_BYTES];
    int count = bytes.read(chunk, 0, chunk.length);
    while (count >= 0) {
      target.write(chunk, 0, count);
      count = bytes.read(chunk, 0, chunk.length);
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
