package org.tigstore.file;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tigstore.block.BlockName;

/**
 * Appends in place, whole or not at all. An empty mark file that names the block and its length
 * before the append stands while the bytes are written; whoever finds one cuts the file back to
 * that length. Callers have locked the name.
 */
final class AppendJournal {
  private static final System.Logger LOG = System.getLogger(AppendJournal.class.getName());
  private static final Pattern MARK =
      Pattern.compile("(?<name>[0-9a-f]{64}\\.tig)-(?<length>\\d{1,18})");

  private final DataDirectory directory;
  private final StoreTotals totals;

  /** Blocks whose cutting back failed in this process, with the length they must get. */
  private final ConcurrentHashMap<BlockName, Long> unfinished = new ConcurrentHashMap<>();

  AppendJournal(DataDirectory directory, StoreTotals totals) {
    this.directory = directory;
    this.totals = totals;
  }

  /** Undoes what an earlier process began and did not end; once, before anything is read. */
  void recover() throws IOException {
    try (DirectoryStream<Path> marks = Files.newDirectoryStream(directory.appends())) {
      boolean found = false;
      for (Path mark : marks) {
        found = true;
        Matcher matcher = MARK.matcher(String.valueOf(mark.getFileName()));
        if (matcher.matches()) {
          BlockName name = BlockName.parse(matcher.group("name")).orElseThrow();
          cutBack(name, Long.parseLong(matcher.group("length")));
          LOG.log(WARNING, "undid an unfinished append to block {0}", name);
        }
        Files.delete(mark);
      }
      if (found) {
        directory.syncAppends();
      }
    }
  }

  /** Makes good for an append of this process that could not be undone at the time. */
  void settle(BlockName name) throws IOException {
    Long length = unfinished.get(name);
    if (length != null) {
      try (StoreTotals.Change change = totals.change(name, totals.sizeOf(name), 0)) {
        undo(name, length);
        change.became(totals.sizeOf(name));
      }
      unfinished.remove(name);
    }
  }

  /** Puts the upload's bytes behind the file's. */
  void append(StoredFile file, FileUpload upload) throws IOException {
    long length = file.state().size();
    Path mark = directory.appendMark(file.name(), length);
    Files.createFile(mark);
    try {
      directory.errors().explaining(() -> write(mark, file.path(), length, upload));
    } catch (Throwable e) {
      if (!tryUndo(file.name(), length)) {
        throw DataDirectory.mayBeDone(e);
      }
      throw e;
    }
  }

  private void write(Path mark, Path path, long length, FileUpload upload) throws IOException {
    directory.syncAppends();
    try (FileChannel target = FileChannel.open(path, WRITE, NOFOLLOW_LINKS)) {
      upload.copyTo(target.position(length));
      if (directory.syncing()) {
        target.force(true);
      }
    }
    // The deletion of the mark is what makes the append final.
    Files.delete(mark);
    directory.syncAppends();
  }

  private boolean tryUndo(BlockName name, long length) {
    try {
      undo(name, length);
      return true;
    } catch (IOException e) {
      unfinished.put(name, length);
      LOG.log(ERROR, "block " + name + " is closed until a failed append to it can be undone", e);
      return false;
    }
  }

  private void undo(BlockName name, long length) throws IOException {
    cutBack(name, length);
    Files.deleteIfExists(directory.appendMark(name, length));
    directory.syncAppends();
  }

  private void cutBack(BlockName name, long length) throws IOException {
    Path path = directory.pathOf(name);
    Optional<StoredFile.State> state = StoredFile.stateAt(path);
    if (state.isPresent() && state.get().size() > length) {
      try (FileChannel target = FileChannel.open(path, WRITE, NOFOLLOW_LINKS)) {
        target.truncate(length);
        if (directory.syncing()) {
          target.force(true);
        }
      }
    }
  }
}
