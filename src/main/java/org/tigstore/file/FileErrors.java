package org.tigstore.file;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.tigstore.block.Content;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** Tells what a failure of the file system means to a caller. */
final class FileErrors {
  private static final Pattern NO_ROOM =
      Pattern.compile("No space left|quota exceeded|File too large", Pattern.CASE_INSENSITIVE);

  /** Under so little free space a failed write is taken to have failed for lack of it. */
  private static final long FULL_BYTES = Content.CHUNK_BYTES;

  private final Path root;
  private final Path work;

  /**
   * The failures of a data directory.
   *
   * @param work its work directory, which is missing where the data directory has vanished
   */
  FileErrors(Path root, Path work) {
    this.root = root;
    this.work = work;
  }

  /** The refusal that a failure means; one that is a refusal already stays as it is. */
  RefusedException explain(IOException failure) {
    if (failure instanceof RefusedException refusal) {
      return refusal;
    }
    if (!Files.isDirectory(work, NOFOLLOW_LINKS) || failure instanceof UnusableDirectoryException) {
      return new RefusedException(Refusal.STORE_FAILED, "the data directory has vanished", failure);
    }
    if (isNoRoom(failure)) {
      return noRoom(failure);
    }
    if (isReadOnly()) {
      return new RefusedException(
          Refusal.STORE_FAILED, "the data directory cannot be written", failure);
    }
    return isFull()
        ? noRoom(failure)
        : new RefusedException(Refusal.STORE_FAILED, "the store failed; see its log", failure);
  }

  private static RefusedException noRoom(IOException failure) {
    return new RefusedException(Refusal.NO_ROOM, "there is no room left", failure);
  }

  /** Whether the system says that there was no room. */
  static boolean isNoRoom(IOException failure) {
    return NO_ROOM.matcher(String.valueOf(failure.getMessage())).find();
  }

  // The system's own texts depend on its language, so what it measures is asked as well.
  private boolean isFull() {
    try {
      return Files.getFileStore(root).getUsableSpace() < FULL_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isReadOnly() {
    try {
      return !Files.isWritable(root) || Files.getFileStore(root).isReadOnly();
    } catch (IOException e) {
      return false;
    }
  }
}
