package org.tigstore.client;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;

/**
 * Writes a new file of a known size from its beginning to its end; whole pages of zeros become
 * holes.
 */
final class SparseFile implements Closeable {
  private static final int PAGE_BYTES = 4096;
  private static final byte[] ZEROS = new byte[PAGE_BYTES];
  private static final FileAttribute<Set<PosixFilePermission>> FOR_OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final FileChannel file;
  private final long size;
  private long position;

  /** Where the last byte was written that is not in a hole. */
  private long end;

  /** Creates the file, which nobody else may read yet. */
  SparseFile(Path path, long size) throws IOException {
    this.file =
        FileChannel.open(
            path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FOR_OWNER);
    this.size = size;
  }

  long position() {
    return position;
  }

  /** Whether all bytes from an offset on are zero and in no page with others. */
  boolean isHoleSince(long offset) {
    return offset >= end && position > offset;
  }

  /** Appends so many bytes of the array. */
  void write(byte[] bytes, int count) throws IOException {
    reserve(count);
    int start = 0;
    int next = 0;
    while (next < count) {
      int piece = (int) Math.min(count - next, PAGE_BYTES - (position + next - start) % PAGE_BYTES);
      if (piece == PAGE_BYTES && Arrays.equals(bytes, next, next + piece, ZEROS, 0, piece)) {
        writeAll(bytes, start, next);
        position += piece;
        start = next + piece;
      }
      next += piece;
    }
    writeAll(bytes, start, count);
  }

  private void writeAll(byte[] bytes, int start, int limit) throws IOException {
    if (start == limit) {
      return;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes, start, limit - start);
    while (buffer.hasRemaining()) {
      position += file.write(buffer, position);
    }
    end = position;
  }

  /** Appends so many zeros. */
  void skip(long count) throws IOException {
    reserve(count);
    position += count;
  }

  private void reserve(long count) throws IOException {
    if (count > size - position) {
      throw new IOException("its blocks have more than the " + size + " bytes of the manifest");
    }
  }

  /** Ends the file, which must have its size. */
  void complete() throws IOException {
    if (position < size) {
      throw new IOException(
          "its blocks have " + position + " bytes, not the " + size + " of the manifest");
    }
    if (end < size) {
      file.write(ByteBuffer.wrap(ZEROS, 0, 1), size - 1);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
