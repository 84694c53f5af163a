package org.tigstore.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;
import org.tigstore.block.Sha256;

/** The body of one attempt to send a request, which is hashed while it is sent. */
final class SentBody extends AbstractHttpEntity {
  private final Content content;
  private final MessageDigest digest = Sha256.start();
  private boolean begun;
  private boolean unreadable;

  SentBody(Content content) {
    super(ContentType.APPLICATION_OCTET_STREAM, null);
    this.content = content;
  }

  /** Whether the server may have received enough to execute the request. */
  boolean isBegun() {
    return begun || content.length() == 0;
  }

  /** Whether sending failed because the content could not be read. */
  boolean isUnreadable() {
    return unreadable;
  }

  /** The name under which what was sent would be sealed; once, after the whole was sent. */
  BlockName name() {
    return BlockName.ofDigest(digest);
  }

  @Override
  public void writeTo(OutputStream target) throws IOException {
    unreadable = true;
    try (InputStream bytes = content.bytes()) {
      unreadable = false;
      byte[] chunk = new byte[(int) Math.min(Content.CHUNK_BYTES, content.length())];
      for (long left = content.length(); left > 0; ) {
        int count = read(bytes, chunk, left);
        digest.update(chunk, 0, count);
        begun = true;
        target.write(chunk, 0, count);
        left -= count;
      }
    }
  }

  private int read(InputStream bytes, byte[] chunk, long limit) throws IOException {
    unreadable = true;
    int count = bytes.read(chunk, 0, (int) Math.min(chunk.length, limit));
    if (count < 0) {
      throw new EOFException("what is sent became shorter meanwhile");
    }
    unreadable = false;
    return count;
  }

  @Override
  public InputStream getContent() throws IOException {
    return content.bytes();
  }

  @Override
  public boolean isStreaming() {
    return true;
  }

  @Override
  public boolean isRepeatable() {
    return false;
  }

  @Override
  public long getContentLength() {
    return content.length();
  }

  @Override
  public void close() {
    // The content belongs to whoever made the request.
  }
}
