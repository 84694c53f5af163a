package org.tigstore.cluster;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockWriter;
import org.tigstore.block.Body;
import org.tigstore.block.BulkInputStream;
import org.tigstore.block.Content;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Sha256;
import org.tigstore.block.Touch;
import org.tigstore.block.Upload;

/**
 * A block on a peer. A short one, or one of unknown length, is received and verified before its
 * first byte is given; a long one is verified as its bytes are passed on. If a peer does not give
 * the bytes again, the next one that has them is asked.
 */
final class PeerBlock implements Block {
  private static final System.Logger LOG = System.getLogger(PeerBlock.class.getName());

  private final Search search;
  private final PeerAnswer.Head head;
  private final Instant lastTouched;
  private @Nullable PeerAnswer unread;
  private @Nullable Upload received;
  private @Nullable InputStream open;

  /**
   * A block of which no bytes have been asked for.
   *
   * @param search finds the peers that have it
   * @param head what a peer says about it
   */
  PeerBlock(Search search, PeerAnswer.Head head, Instant lastTouched) {
    this.search = search;
    this.head = head;
    this.lastTouched = lastTouched;
  }

  /**
   * Uses this answer's content as the block's bytes.
   *
   * @param receiver receives the bytes if they must be verified first
   */
  void begin(PeerAnswer answer, BlockWriter receiver) throws IOException {
    if (head.isLong()) {
      unread = answer;
    } else {
      try (answer) {
        received = receive(answer, receiver);
      }
    }
  }

  private Upload receive(PeerAnswer answer, BlockWriter receiver) throws IOException {
    Upload upload =
        receiver.receive(new Body(answer.content(), head.length().orElse(Body.UNKNOWN_LENGTH)));
    if (head.contentName().filter(name -> !name.equals(upload.contentName())).isPresent()) {
      upload.close();
      throw new IOException("a peer sent other bytes than those of the entity tag");
    }
    return upload;
  }

  @Override
  public BlockName name() {
    return search.name();
  }

  @Override
  public Optional<BlockName> contentName() {
    return received == null ? head.contentName() : Optional.of(received.contentName());
  }

  @Override
  public boolean mayBeTarget() {
    return true;
  }

  @Override
  public Instant lastTouched() {
    return lastTouched;
  }

  @Override
  public long length() {
    return received == null ? head.length().orElseThrow() : received.length();
  }

  @Override
  public InputStream bytes(long offset, long length) throws IOException {
    Objects.checkFromIndexSize(offset, length, length());
    if (received != null) {
      return received.bytes(offset, length);
    }
    closeOpen();
    PeerAnswer answer = unread == null ? askAgain() : unread;
    unread = null;
    open = new VerifiedBytes(answer, head, offset, length);
    return open;
  }

  /**
   * Asks for the same bytes again.
   *
   * @throws RefusedException {@link Refusal#PEER_FAILED} if no peer gives them any more
   */
  private PeerAnswer askAgain() throws IOException {
    PeerRequest request = search.requests().read(name(), Touch.KEEP);
    for (Optional<PeerHit> hit = search.latest(); hit.isPresent(); hit = search.next()) {
      try {
        Optional<PeerAnswer> answer = hit.get().read(request);
        if (answer.isPresent() && answer.get().head().agreesWith(head)) {
          return answer.get();
        }
        if (answer.isPresent()) {
          answer.get().close();
        }
      } catch (IOException e) {
        rethrowUnlessPeerFailed(e);
      }
    }
    throw new RefusedException(Refusal.PEER_FAILED, "no node can send the block any more");
  }

  /** Returns if the next peer is to be asked: a failure of this node is no reason to. */
  static void rethrowUnlessPeerFailed(IOException failure) throws IOException {
    if (failure instanceof RefusedException refused
        && refused.refusal() != Refusal.BODY_INCOMPLETE) {
      throw failure;
    }
    LOG.log(WARNING, "a peer failed to send a block: {0}", failure.getMessage());
    LOG.log(DEBUG, "because", failure);
  }

  private void closeOpen() throws IOException {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  @Override
  public void close() throws IOException {
    closeOpen();
    if (unread != null) {
      unread.close();
    }
    if (received != null) {
      received.close();
    }
  }

  /**
   * A range of the bytes that a peer sends. If the peer has announced their SHA-256, all of them
   * are hashed, and the last byte of the range is given only if the hash matches.
   */
  private static final class VerifiedBytes extends BulkInputStream {
    private final PeerAnswer answer;
    private final InputStream content;
    private final Optional<BlockName> contentName;
    private final @Nullable MessageDigest digest;

    /** How many bytes are still to come before the range, in it, and after it. */
    private long before;

    private long remaining;
    private long after;

    VerifiedBytes(PeerAnswer answer, PeerAnswer.Head head, long offset, long length)
        throws IOException {
      this.answer = answer;
      this.content = answer.content();
      this.contentName = head.contentName();
      this.digest = contentName.isPresent() ? Sha256.start() : null;
      this.before = offset;
      this.remaining = length;
      this.after = head.length().orElseThrow() - offset - length;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      if (remaining == 0 || count == 0) {
        return remaining == 0 ? -1 : 0;
      }
      skipFully(before);
      before = 0;
      // The last byte is read alone, as it waits for the verification.
      long available = digest != null && remaining > 1 ? remaining - 1 : remaining;
      int got = receive(target, offset, (int) Math.min(count, available));
      remaining -= got;
      if (remaining == 0 && digest != null) {
        skipFully(after);
        after = 0;
        verify(digest);
      }
      if (remaining == 0 && after == 0) {
        expectEnd();
      }
      return got;
    }

    private void skipFully(long count) throws IOException {
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

    /** A connection is reused only if its answer was read to the end. */
    private void expectEnd() throws IOException {
      if (content.read() >= 0) {
        throw new RefusedException(Refusal.PEER_FAILED, "a peer sent more bytes than it announced");
      }
    }

    private void verify(MessageDigest all) throws IOException {
      if (!contentName.equals(Optional.of(BlockName.ofDigest(all)))) {
        throw new RefusedException(
            Refusal.PEER_FAILED, "a peer sent bytes that do not match the name");
      }
    }

    @Override
    public void close() throws IOException {
      answer.close();
    }
  }
}
