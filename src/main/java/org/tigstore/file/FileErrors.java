package org.tigstore.file;

import static java.lang.System.Logger.Level.ERROR;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.tigstore.block.Content;
import org.tigstore.block.IoRunnable;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * Tells what a failure of the file system means to a caller, and logs it: a full disk under load
 * makes one line a minute. Safe for any number of threads.
 */
final class FileErrors {
  private static final System.Logger LOG = System.getLogger(FileErrors.class.getName());
  private static final long BETWEEN_LINES = TimeUnit.MINUTES.toNanos(1);
  private static final String UNWRITABLE = "the data directory cannot be written";

  /** Under so little free space a failed write is taken to have failed for lack of it. */
  private static final long FULL_BYTES = Content.CHUNK_BYTES;

  private final Path root;
  private final Path work;
  private final List<Path> workParts;
  private final SystemTexts texts = SystemTexts.ofThisProcess();
  private final Map<String, Long> nextLines = new HashMap<>();

  /**
   * The failures of a data directory.
   *
   * @param work its work directory, which is missing where the data directory has vanished
   * @param workParts the directories in it
   */
  FileErrors(Path root, Path work, List<Path> workParts) {
    this.root = root;
    this.work = work;
    this.workParts = workParts;
  }

  /**
   * The refusal that a failure means; one that is a refusal already stays as it is. It must be
   * asked before what was half written is deleted, as that makes room. What is understood has been
   * logged and is not the refusal's cause.
   */
  RefusedException explain(IOException failure) {
    if (failure instanceof RefusedException refusal) {
      return refusal;
    }
    if (failure instanceof UnusableDirectoryException) {
      return logged(Refusal.STORE_FAILED, String.valueOf(failure.getMessage()), failure);
    }
    if (hasVanished()) {
      return logged(Refusal.STORE_FAILED, "the data directory has vanished", failure);
    }
    if (failure instanceof NoSuchFileException
        && !workParts.stream().allMatch(Files::isDirectory)) {
      return logged(Refusal.STORE_FAILED, "a work directory of the store has vanished", failure);
    }
    Optional<SystemError> error = texts.errorOf(failure);
    if (error.isEmpty()) {
      error = measured();
    }
    if (error.isEmpty()) {
      return new RefusedException(Refusal.STORE_FAILED, "the store failed; see its log", failure);
    }
    boolean unwritable = error.get() == SystemError.EACCES && !isWritable();
    return logged(error.get().refusal(), unwritable ? UNWRITABLE : error.get().reason(), failure);
  }

  /**
   * Runs the action; explains a failure as {@link #explain} does, before the caller cleans up.
   *
   * @throws RefusedException if the action fails
   */
  void explaining(IoRunnable action) throws RefusedException {
    try {
      action.run();
    } catch (IOException e) {
      throw explain(e);
    }
  }

  /** Whether the failure means that there is no room. */
  boolean isNoRoom(IOException failure) {
    return texts
        .errorOf(failure)
        .or(this::measured)
        .map(SystemError::refusal)
        .filter(Refusal.NO_ROOM::equals)
        .isPresent();
  }

  private synchronized RefusedException logged(
      Refusal refusal, String reason, IOException failure) {
    long now = System.nanoTime();
    Long next = nextLines.get(reason);
    if (next == null || now - next >= 0) {
      nextLines.put(reason, now + BETWEEN_LINES);
      LOG.log(ERROR, "{0} ({1}): {2}", reason, root, failure);
    }
    return new RefusedException(refusal, reason);
  }

  private boolean hasVanished() {
    // A directory that may not be looked into is there.
    return Files.notExists(work, NOFOLLOW_LINKS) || !Files.isDirectory(root);
  }

  /** What the system measures where the text of a failure is not known. */
  private Optional<SystemError> measured() {
    try {
      FileStore store = Files.getFileStore(root);
      if (store.isReadOnly()) {
        return Optional.of(SystemError.EROFS);
      }
      if (!isWritable()) {
        return Optional.of(SystemError.EACCES);
      }
      return store.getUsableSpace() < FULL_BYTES
          ? Optional.of(SystemError.ENOSPC)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private boolean isWritable() {
    return Files.isWritable(root) && workParts.stream().allMatch(Files::isWritable);
  }
}
