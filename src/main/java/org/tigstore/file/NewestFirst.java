package org.tigstore.file;

import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.tigstore.block.BlockName;

/** Collects names with times and gives them back, latest time first: some 80 bytes a block. */
final class NewestFirst implements Iterator<BlockName> {
  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparingLong(Entry::micros).reversed());

  private record Entry(BlockName name, long micros) {}

  /** All blocks of a directory by their last touch. */
  static NewestFirst of(DataDirectory directory) throws IOException {
    NewestFirst names = new NewestFirst();
    directory.forEachBlock(
        (name, path) ->
            StoredFile.stateAt(path).ifPresent(state -> names.add(name, micros(state.modified()))));
    return names;
  }

  /** A file may have any time: one that is out of range counts as the first or last in it. */
  private static long micros(Instant time) {
    return FileTime.from(time).to(TimeUnit.MICROSECONDS);
  }

  /** Adds an entry; none may be added once iteration has begun. */
  void add(BlockName name, long micros) {
    entries.add(new Entry(name, micros));
  }

  @Override
  public boolean hasNext() {
    return !entries.isEmpty();
  }

  @Override
  public BlockName next() {
    return entries.remove().name();
  }
}
