package org.tigstore.cluster;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.BulkInputStream;
import org.tigstore.block.Content;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Sha256;

/**
 * A part of the bytes that a peer sends. Where the peer has said what their hash is, all of them
 * are hashed, and the last byte of the part is given only if that is true.
 */
final class PeerBytes extends BulkInputStream {
  private final PeerAnswer answer;
  private final InputStream content;
  private final Optional<BlockName> contentName;
  private final @Nullable MessageDigest digest;

  /** Bytes to be left out, to be given after them, and behind these. */
  private long toSkip;

  private long remaining;
  private long behind;

  /**
   * The part from an offset.
   *
   * @param contentName the name that all the bytes would be sealed under, if the peer has said so
   */
  PeerBytes(
      PeerAnswer answer, long total, Optional<BlockName> contentName, long offset, long length)
      throws IOException {
    this.answer = answer;
    this.content = answer.content();
    this.contentName = contentName;
    this.digest = contentName.isPresent() ? Sha256.start() : null;
    this.toSkip = offset;
    this.remaining = length;
    this.behind = total - offset - length;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (remaining == 0 || count == 0) {
      return remaining == 0 ? -1 : 0;
    }
    pass(toSkip);
    toSkip = 0;
    int got = receive(target, offset, (int) Math.min(count, givenNext()));
    remaining -= got;
    if (remaining == 0 && digest != null) {
      pass(behind);
      behind = 0;
      verify(digest);
    }
    if (remaining == 0 && behind == 0) {
      expectEnd();
    }
    return got;
  }

  /** The last byte comes alone: it waits for the verdict. */
  private long givenNext() {
    return digest != null && remaining > 1 ? remaining - 1 : remaining;
  }

  /** Reads over so many bytes. */
  private void pass(long count) throws IOException {
    byte[] chunk = new byte[(int) Math.min(count, Content.CHUNK_BYTES)];
    long left = count;
    while (left > 0) {
      left -= receive(chunk, 0, (int) Math.min(left, chunk.length));
    }
  }

  private int receive(byte[] target, int offset, int count) throws IOException {
    int got = content.read(target, offset, count);
    if (got < 0) {
      throw new EOFException("a peer sent fewer bytes than it announced");
    }
    if (digest != null) {
      digest.update(target, offset, got);
    }
    return got;
  }

  /** Only a connection whose answer was read to its end is kept. */
  private void expectEnd() throws IOException {
    if (content.read() >= 0) {
      throw new RefusedException(Refusal.PEER_FAILED, "a peer sent more bytes than it announced");
    }
  }

  private void verify(MessageDigest all) throws IOException {
    if (!contentName.equals(Optional.of(BlockName.ofDigest(all)))) {
      throw new RefusedException(Refusal.PEER_FAILED, "a peer sent other bytes than it said");
    }
  }

  @Override
  public void close() throws IOException {
    answer.close();
  }
}
