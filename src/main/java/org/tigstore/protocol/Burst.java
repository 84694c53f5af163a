package org.tigstore.protocol;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.BulkInputStream;
import org.tigstore.block.Content;
import org.tigstore.block.RefusedException;

/**
 * The concatenation of the blocks that an index names. Keeps one part open at a time and reads the
 * index again for each read, so memory does not grow with the index. Slots may change between the
 * check and a read: if the parts no longer add up to the length, the read fails before the last
 * byte.
 */
final class Burst implements Content {
  private final Content index;
  private final Parts parts;
  private final long length;

  @FunctionalInterface
  interface Parts {
    Representation open(BlockName name) throws IOException;
  }

  private Burst(Content index, Parts parts, long length) {
    this.index = index;
    this.parts = parts;
    this.length = length;
  }

  /**
   * The burst of this index; opens each part once.
   *
   * @param parts opens a part to read it
   * @param check opens a part to check that it exists
   */
  static Representation of(Representation index, Parts parts, Parts check) throws IOException {
    long length = 0;
    Instant lastTouched = index.lastTouched();
    Index names = new Index(index.content().bytes());
    for (Optional<BlockName> name = names.next(); name.isPresent(); name = names.next()) {
      try (Representation part = open(name.get(), check)) {
        length += part.content().length();
        lastTouched = Representation.earlier(lastTouched, part.lastTouched());
      }
    }
    return new Representation(
        new Burst(index.content(), parts, length), Optional.empty(), false, lastTouched);
  }

  private static Representation open(BlockName name, Parts parts) throws IOException {
    try {
      return parts.open(name);
    } catch (RefusedException e) {
      throw new RefusedException(e.refusal(), "part /" + name + ": " + e.reason(), e);
    }
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream bytes(long offset, long count) throws IOException {
    Objects.checkFromIndexSize(offset, count, length);
    return new Concatenation(offset, count);
  }

  @Override
  public void close() throws IOException {
    index.close();
  }

  private final class Concatenation extends BulkInputStream {
    private final Index names;
    private @Nullable Representation part;
    private @Nullable InputStream partBytes;

    /** Bytes to skip before the first one to return. */
    private long toSkip;

    /** Bytes still to return. */
    private long remaining;

    /** Total length of the parts opened so far. */
    private long seen;

    Concatenation(long offset, long count) throws IOException {
      this.names = new Index(index.bytes());
      this.toSkip = offset;
      this.remaining = count;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      if (remaining == 0) {
        return -1;
      }
      int wanted = (int) Math.min(count, remaining);
      int got = partBytes == null ? -1 : partBytes.read(target, offset, wanted);
      while (got < 0) {
        partBytes = openNext();
        got = partBytes.read(target, offset, wanted);
      }
      remaining -= got;
      if (remaining == 0) {
        checkWhole();
      }
      return got;
    }

    private InputStream openNext() throws IOException {
      Representation opened = nextPart();
      if (opened == null) {
        throw new EOFException("a part of a burst became shorter while it was read");
      }
      long partLength = opened.content().length();
      long skipped = Math.min(toSkip, partLength);
      toSkip -= skipped;
      return opened.content().bytes(skipped, partLength - skipped);
    }

    private @Nullable Representation nextPart() throws IOException {
      close();
      Optional<BlockName> name = names.next();
      if (name.isEmpty()) {
        return null;
      }
      part = Burst.open(name.get(), parts);
      seen += part.content().length();
      return part;
    }

    /** Throws before the last bytes are returned if the parts no longer add up to the length. */
    private void checkWhole() throws IOException {
      while (nextPart() != null) {
        // Only its length counts.
      }
      if (seen != length) {
        throw new IOException("a part of a burst changed while it was read");
      }
    }

    @Override
    public void close() throws IOException {
      if (part != null) {
        part.close();
        part = null;
      }
    }
  }
}
