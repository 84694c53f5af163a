package org.tigstore.file;

import java.io.IOException;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.tigstore.block.Content;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** The one place that tells what a failure of the file system means to a caller. */
final class StoreFailures {
  private static final Pattern NO_ROOM =
      Pattern.compile("No space left|quota exceeded|File too large", Pattern.CASE_INSENSITIVE);

  /** Under so little free space a failed write is taken to have failed for lack of it. */
  private static final long FULL_BYTES = Content.CHUNK_BYTES;

  private final DataDirectory directory;

  StoreFailures(DataDirectory directory) {
    this.directory = directory;
  }

  /** Something that the file system may fail. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  /** Runs the action, its failures explained. */
  <T> T explaining(Action<T> action) throws RefusedException {
    try {
      return action.run();
    } catch (RefusedException e) {
      throw e;
    } catch (IOException e) {
      throw explain(e);
    }
  }

  private RefusedException explain(IOException failure) {
    if (!directory.isPresent() || failure instanceof UnusableDirectoryException) {
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
        : new RefusedException(Refusal.STORE_FAILED, "the store failed, see its log", failure);
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
      return Files.getFileStore(directory.root()).getUsableSpace() < FULL_BYTES;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isReadOnly() {
    try {
      return !Files.isWritable(directory.root())
          || Files.getFileStore(directory.root()).isReadOnly();
    } catch (IOException e) {
      return false;
    }
  }
}
