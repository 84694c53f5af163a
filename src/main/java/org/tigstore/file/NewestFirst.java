package org.tigstore.file;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.tigstore.block.BlockName;

/**
 * Collects names with times and gives them back, latest time first. Keeps five words an entry in
 * pages that never move, and heap-sorts in place: 40 bytes a block, no more while growing or
 * sorting.
 */
final class NewestFirst implements Iterator<BlockName> {
  private static final int WORDS = 5;
  private static final int TIME = 4;
  private static final int PAGE_ENTRIES = 4096;

  private final List<long[]> pages = new ArrayList<>();

  /** How many entries there are; while iterating, how many are still to come. */
  private int size;

  private boolean heap;

  /** All blocks of a directory by their last touch. */
  static NewestFirst of(DataDirectory directory) throws IOException {
    NewestFirst names = new NewestFirst();
    directory.forEachBlock(
        (name, path) -> FileState.of(path).ifPresent(state -> names.add(name, micros(state))));
    return names;
  }

  private static long micros(FileState state) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, state.modified());
  }

  /** Adds an entry; none may be added once iteration has begun. */
  void add(BlockName name, long time) {
    if (size % PAGE_ENTRIES == 0) {
      pages.add(new long[PAGE_ENTRIES * WORDS]);
    }
    for (int word = 0; word < TIME; word++) {
      set(size, word, name.word(word));
    }
    set(size, TIME, time);
    size++;
  }

  @Override
  public boolean hasNext() {
    return size > 0;
  }

  @Override
  public BlockName next() {
    if (size == 0) {
      throw new NoSuchElementException();
    }
    if (!heap) {
      for (int parent = size / 2 - 1; parent >= 0; parent--) {
        sink(parent);
      }
      heap = true;
    }
    BlockName newest = new BlockName(get(0, 0), get(0, 1), get(0, 2), get(0, 3));
    size--;
    swap(0, size);
    sink(0);
    return newest;
  }

  /** Lets an entry sink below those that are newer. */
  private void sink(int start) {
    int parent = start;
    for (int child = 2 * parent + 1; child < size; child = 2 * parent + 1) {
      if (child + 1 < size && get(child + 1, TIME) > get(child, TIME)) {
        child++;
      }
      if (get(parent, TIME) >= get(child, TIME)) {
        return;
      }
      swap(parent, child);
      parent = child;
    }
  }

  private void swap(int one, int other) {
    for (int word = 0; word < WORDS; word++) {
      long kept = get(one, word);
      set(one, word, get(other, word));
      set(other, word, kept);
    }
  }

  private long get(int entry, int word) {
    return pages.get(entry / PAGE_ENTRIES)[entry % PAGE_ENTRIES * WORDS + word];
  }

  private void set(int entry, int word, long value) {
    pages.get(entry / PAGE_ENTRIES)[entry % PAGE_ENTRIES * WORDS + word] = value;
  }
}
