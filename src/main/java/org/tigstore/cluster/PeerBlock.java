package org.tigstore.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.Upload;

/**
 * A block that a peer has. Few bytes, and those of which the peer does not say how many they are,
 * are received whole before the first is given; many are handed on as they come.
 */
final class PeerBlock implements Block {
  private final BlockName name;
  private final PeerHead head;
  private final Instant lastTouched;
  private final PeerReading reading;
  private @Nullable PeerAnswer begun;
  private @Nullable Upload received;
  private @Nullable InputStream open;

  PeerBlock(BlockName name, PeerHead head, Instant lastTouched, PeerReading reading) {
    this.name = name;
    this.head = head;
    this.lastTouched = lastTouched;
    this.reading = reading;
  }

  /** Takes an answer whose content are the block's bytes, and receives it now if it must be. */
  void begin(PeerAnswer answer) throws IOException {
    begun = answer;
    if (!head.isLong()) {
      receive();
    }
  }

  private Upload receive() throws IOException {
    if (received == null) {
      received = reading.received(answer());
    }
    return received;
  }

  private PeerAnswer answer() throws IOException {
    PeerAnswer answer = begun == null ? reading.again(head) : begun;
    begun = null;
    return answer;
  }

  @Override
  public BlockName name() {
    return name;
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
    if (!head.isLong()) {
      return receive().bytes(offset, length);
    }
    closeOpen();
    open = new PeerBytes(answer(), length(), head.contentName(), offset, length);
    return open;
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
    if (begun != null) {
      begun.close();
    }
    if (received != null) {
      received.close();
    }
  }
}
