package org.tigstore.file;

import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.Body;
import org.tigstore.block.Content;
import org.tigstore.block.IoAction;
import org.tigstore.block.Sha256;

/**
 * A received body: one that fits a chunk stays in memory until it is stored, a larger one lies in
 * the work directory.
 */
final class FileUpload implements Content {
  private static final System.Logger LOG = System.getLogger(FileUpload.class.getName());

  private final DataDirectory directory;
  private final Body body;
  private final ByteBuffer head;
  private final MessageDigest digest = Sha256.start();
  private long length;
  private @Nullable BlockName contentName;
  private @Nullable WorkFile workFile;
  private boolean spilled;
  private boolean moved;

  /** The body's file in the work directory, open for writing. */
  private record WorkFile(Path path, FileChannel channel) {}

  private FileUpload(DataDirectory directory, Body body) {
    this.directory = directory;
    this.body = body;
    this.head = ByteBuffer.allocate(headBytes(body.length()));
  }

  /** A byte more than a short body has: a head that is not full tells that the body has ended. */
  private static int headBytes(long length) {
    boolean small = length != Body.UNKNOWN_LENGTH && length < Content.CHUNK_BYTES;
    return small ? (int) length + 1 : Content.CHUNK_BYTES;
  }

  /** Receives a whole body, of a limited length. */
  static FileUpload receive(DataDirectory directory, Body body, long limit) throws IOException {
    return new FileUpload(directory, body).received(body.upTo(limit));
  }

  /** This body behind other bytes, received like a body of its own. */
  FileUpload behind(InputStream before) throws IOException {
    InputStream whole = new SequenceInputStream(before, bytes(0, length));
    return new FileUpload(directory, new Body(whole, Body.UNKNOWN_LENGTH)).received(whole);
  }

  private FileUpload received(InputStream bytes) throws IOException {
    return IoAction.closingOnFailure(
        this,
        () -> {
          directory.errors().explaining(() -> receive(bytes));
          return this;
        });
  }

  private void receive(InputStream bytes) throws IOException {
    boolean more = fill(bytes);
    while (more) {
      spill();
      more = fill(bytes);
    }
    if (workFile != null) {
      spill();
    }
    contentName = BlockName.ofDigest(digest);
    body.digests().check(contentName);
  }

  /** Fills the head; false if the body ended before it was full. */
  private boolean fill(InputStream bytes) throws IOException {
    int count = bytes.readNBytes(head.array(), 0, head.capacity());
    head.limit(count).position(0);
    digest.update(head.duplicate());
    length += count;
    return count == head.capacity();
  }

  private void spill() throws IOException {
    spilled = true;
    if (workFile == null) {
      workFile = create(StoredFile.SLOT);
    }
    writeFully(workFile.channel());
  }

  private WorkFile create(Set<PosixFilePermission> permissions) throws IOException {
    Path path = directory.newUpload();
    return new WorkFile(
        path,
        FileChannel.open(
            path,
            Set.of(CREATE_NEW, READ, WRITE),
            PosixFilePermissions.asFileAttribute(permissions)));
  }

  private void writeFully(FileChannel target) throws IOException {
    ByteBuffer bytes = head.duplicate();
    while (bytes.hasRemaining()) {
      target.write(bytes);
    }
  }

  /** The name under which the body would be sealed. */
  BlockName contentName() {
    if (contentName == null) {
      throw new IllegalStateException("nothing was received");
    }
    return contentName;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public InputStream bytes(long offset, long count) {
    Objects.checkFromIndexSize(offset, count, length);
    return workFile == null
        ? new ByteArrayInputStream(head.array(), (int) offset, (int) count)
        : new FileRange(workFile.channel(), offset, offset + count, directory.errors(), () -> {});
  }

  /**
   * Makes a file of the whole body, complete and where asked for durable, to be moved or linked.
   */
  Path complete(boolean sealed) throws IOException {
    Set<PosixFilePermission> permissions = sealed ? StoredFile.SEALED : StoredFile.SLOT;
    if (workFile == null) {
      workFile = create(permissions);
      writeFully(workFile.channel());
    } else if (sealed) {
      Files.setPosixFilePermissions(workFile.path(), permissions);
    }
    if (directory.syncing()) {
      workFile.channel().force(true);
    }
    workFile.channel().close();
    return workFile.path();
  }

  /** Gives the complete file this name, in place of whatever has it. */
  void moveTo(Path target) throws IOException {
    Files.move(completed(), target, ATOMIC_MOVE);
    moved = true;
  }

  /**
   * Gives the complete file this name. Unlike a move, a link never takes the place of anything, not
   * even of a foreign file.
   *
   * @throws FileAlreadyExistsException if something has the name
   */
  void linkTo(Path target) throws IOException {
    Files.createLink(target, completed());
  }

  private Path completed() {
    if (workFile == null) {
      throw new IllegalStateException("the upload is not complete");
    }
    return workFile.path();
  }

  /** The whole body, if it fitted into memory; a copy. */
  Optional<byte[]> inMemory() {
    return spilled ? Optional.empty() : Optional.of(Arrays.copyOf(head.array(), (int) length));
  }

  /** Writes the whole body to where the target stands. */
  void copyTo(FileChannel target) throws IOException {
    if (workFile == null) {
      writeFully(target);
      return;
    }
    try (FileChannel source = FileChannel.open(workFile.path(), READ)) {
      long done = 0;
      while (done < length) {
        long count = source.transferTo(done, length - done, target);
        if (count == 0) {
          throw new EOFException("the file of a received body was truncated");
        }
        done += count;
      }
    }
  }

  /** Feeds the whole body to a digest computation. */
  void digestInto(MessageDigest target) throws IOException {
    if (workFile == null) {
      target.update(head.duplicate());
      return;
    }
    StoredFile.digest(workFile.path(), target);
  }

  /** Whatever becomes of the file, a change that was made stays made. */
  @Override
  public void close() {
    if (workFile == null || moved) {
      return;
    }
    try {
      workFile.channel().close();
    } catch (IOException e) {
      LOG.log(WARNING, "the file of a received body was not closed", e);
    }
    directory.discard(workFile.path());
  }
}
