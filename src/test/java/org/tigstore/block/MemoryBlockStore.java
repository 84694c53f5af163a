package org.tigstore.block;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** The contract at its simplest: every block in memory, one caller at a time. */
public final class MemoryBlockStore implements BlockStore {
  private final Map<BlockName, Stored> blocks = new HashMap<>();
  private final long maxBlockSize;
  private final SlotGuard guard;
  private final InstantSource clock;
  private long expired;
  private long scrubbed;
  private long scrubbedBytes;
  private Instant nextScrub = Instant.MIN;
  private boolean counted;
  private boolean closed;

  private static final class Stored {
    private final byte[] bytes;
    private final Instant touched;

    Stored(byte[] bytes, Instant touched) {
      this.bytes = bytes;
      this.touched = touched;
    }
  }

  public MemoryBlockStore(long maxBlockSize, SlotGuard guard, InstantSource clock) {
    this.maxBlockSize = maxBlockSize;
    this.guard = guard;
    this.clock = clock;
  }

  @Override
  public synchronized Optional<Block> read(BlockName name, Touch touch) {
    if (touch == Touch.RENEW) {
      blocks.computeIfPresent(name, (key, stored) -> new Stored(stored.bytes, clock.instant()));
    }
    return Optional.ofNullable(blocks.get(name)).map(stored -> new MemoryBlock(name, stored));
  }

  @Override
  public Upload receive(Body body) throws IOException {
    return new MemoryUpload(received(body));
  }

  private byte[] received(Body body) throws IOException {
    byte[] bytes = body.upTo(maxBlockSize).readAllBytes();
    body.digests().check(Sha256.nameOf(bytes));
    return bytes;
  }

  @Override
  public void write(BlockName name, Body body, Condition condition) throws IOException {
    byte[] bytes = received(body);
    synchronized (this) {
      changeable(name, condition);
      put(name, bytes);
    }
  }

  @Override
  public void append(BlockName name, Body body, Condition condition) throws IOException {
    byte[] bytes = received(body);
    synchronized (this) {
      Optional<Block> current = changeable(name, condition);
      byte[] before = current.isEmpty() ? new byte[0] : current.get().bytes().readAllBytes();
      if (before.length + bytes.length > maxBlockSize) {
        throw new RefusedException(Refusal.TOO_LARGE, "too large");
      }
      byte[] after = Arrays.copyOf(before, before.length + bytes.length);
      System.arraycopy(bytes, 0, after, before.length, bytes.length);
      put(name, after);
    }
  }

  @Override
  public long maxBlockSize() {
    return maxBlockSize;
  }

  @Override
  public synchronized void delete(BlockName name, Condition condition) throws IOException {
    if (changeable(name, condition).isEmpty()) {
      throw new RefusedException(Refusal.MISSING, "there is no such block");
    }
    blocks.remove(name);
  }

  @Override
  public synchronized Optional<Block> take(BlockName name, Condition condition) throws IOException {
    Optional<Block> sealed = read(name, Touch.KEEP).filter(Block::sealed);
    if (sealed.isPresent()) {
      condition.check(Optional.of(name));
      return read(name, Touch.RENEW);
    }
    Optional<Block> slot = changeable(name, condition);
    blocks.remove(name);
    return slot;
  }

  @Override
  public synchronized boolean giveAway(BlockName name, Recipient recipient) throws IOException {
    Optional<Block> block = read(name, Touch.KEEP);
    if (block.isPresent()) {
      recipient.accept(block.get());
      blocks.remove(name);
    }
    return block.isPresent();
  }

  private Optional<Block> changeable(BlockName name, Condition condition) throws IOException {
    Optional<Block> current = read(name, Touch.KEEP);
    if (current.isPresent()) {
      if (current.get().sealed()) {
        throw new RefusedException(Refusal.SEALED, "sealed");
      }
      guard.checkMayChange(current.get());
    }
    condition.check(current.flatMap(Block::contentName));
    return current;
  }

  private void put(BlockName name, byte[] bytes) {
    blocks.put(name, new Stored(bytes, clock.instant()));
  }

  @Override
  public synchronized Iterator<BlockName> newestFirst() {
    Comparator<Map.Entry<BlockName, Stored>> byTouch =
        Comparator.comparing(entry -> entry.getValue().touched);
    return blocks.entrySet().stream()
        .sorted(byTouch.reversed())
        .map(Map.Entry::getKey)
        .toList()
        .iterator();
  }

  @Override
  public synchronized long expire(Instant untouchedSince) {
    Instant now = clock.instant();
    blocks.replaceAll(
        (name, stored) -> stored.touched.isAfter(now) ? new Stored(stored.bytes, now) : stored);
    long before = blocks.size();
    blocks.values().removeIf(stored -> stored.touched.isBefore(untouchedSince));
    expired += before - blocks.size();
    counted = true;
    return before - blocks.size();
  }

  @Override
  public synchronized StoreFigures figures() {
    long bytes = blocks.values().stream().mapToLong(stored -> stored.bytes.length).sum();
    return new StoreFigures(
        counted ? OptionalLong.of(blocks.size()) : OptionalLong.empty(),
        counted ? OptionalLong.of(bytes) : OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        false,
        expired,
        0,
        scrubbed,
        scrubbedBytes);
  }

  /** It counts whenever it is asked: from now on it says so. */
  @Override
  public synchronized void recount() {
    counted = true;
  }

  /** Memory is not damaged: it is enough to say that it was looked at, the whole at once. */
  @Override
  public synchronized void scrub(Duration period) {
    if (!counted || nextScrub.isAfter(clock.instant())) {
      return;
    }
    nextScrub = clock.instant().plus(period);
    blocks.forEach(
        (name, stored) -> {
          if (Sha256.nameOf(stored.bytes).equals(name)) {
            scrubbed++;
            scrubbedBytes += stored.bytes.length;
          }
        });
  }

  @Override
  public synchronized void checkUsable() throws RefusedException {
    if (closed) {
      throw new RefusedException(Refusal.CLOSED, "closed");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  private record MemoryBlock(BlockName name, Stored stored) implements Block {
    @Override
    public Optional<BlockName> contentName() {
      return Optional.of(Sha256.nameOf(stored.bytes));
    }

    @Override
    public Instant lastTouched() {
      return stored.touched;
    }

    @Override
    public long length() {
      return stored.bytes.length;
    }

    @Override
    public InputStream bytes(long offset, long length) {
      Objects.checkFromIndexSize(offset, length, length());
      return new ByteArrayInputStream(stored.bytes, (int) offset, (int) length);
    }

    @Override
    public void close() {}
  }

  private final class MemoryUpload implements Upload {
    private final byte[] bytes;

    MemoryUpload(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public BlockName contentName() {
      return Sha256.nameOf(bytes);
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public InputStream bytes(long offset, long length) {
      Objects.checkFromIndexSize(offset, length, length());
      return new ByteArrayInputStream(bytes, (int) offset, (int) length);
    }

    @Override
    public void seal() {
      synchronized (MemoryBlockStore.this) {
        put(contentName(), bytes);
      }
    }

    @Override
    public void sealUnlessTaken() throws RefusedException {
      synchronized (MemoryBlockStore.this) {
        BlockName name = contentName();
        if (read(name, Touch.KEEP).filter(block -> !block.sealed()).isPresent()) {
          throw new RefusedException(Refusal.TAKEN, "a slot already has the name of this block");
        }
        put(name, bytes);
      }
    }

    @Override
    public void close() {}
  }
}
