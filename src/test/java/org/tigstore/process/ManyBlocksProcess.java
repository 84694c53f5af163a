package org.tigstore.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.tigstore.block.BlockName;
import org.tigstore.file.Durability;
import org.tigstore.file.FileBlockStore;

/**
 * A process that makes a directory of many blocks, lists it, and lets first the older half of it
 * expire and then the rest. Block number n was last touched n seconds after a fixed instant; blocks
 * come into being in another order.
 */
final class ManyBlocksProcess {
  private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");

  /** Spreads numbers over the words of a name; odd, so that no two numbers become one. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final StoreDirectory directory;
  private final int blocks;

  private ManyBlocksProcess(StoreDirectory directory, int blocks) {
    this.directory = directory;
    this.blocks = blocks;
  }

  /** Takes a directory and how many blocks to make. */
  public static void main(String[] arguments) throws IOException {
    StoreDirectory directory = new StoreDirectory(Path.of(arguments[0]));
    new ManyBlocksProcess(directory, Integer.parseInt(arguments[1])).run();
  }

  private void run() throws IOException {
    IntStream.range(0, blocks).parallel().forEach(this::make);
    System.out.println("made " + blocks);
    try (FileBlockStore store = directory.open(Durability.NONE)) {
      System.out.println("listed " + countListed(store, blocks - 1));
      Instant middle = START.plusSeconds(blocks / 2);
      System.out.println("expired " + store.expire(middle));
      System.out.println("kept " + countListed(store, blocks - 1));
      System.out.println("expired " + store.expire(START.plus(Duration.ofDays(10_000))));
      System.out.println("left " + countListed(store, 0));
    }
  }

  private void make(int created) {
    // Seven is no divisor of a power of ten, so this visits every number once.
    int number = (int) (created * 7L % blocks);
    long word = number * SPREAD;
    try {
      Path file = directory.path().resolve(new BlockName(word, 0, 0, number).toString());
      Files.createFile(file);
      Files.setLastModifiedTime(file, FileTime.from(START.plusSeconds(number)));
    } catch (IOException e) {
      throw new IllegalStateException("block " + number + " cannot be made", e);
    }
  }

  /** How many blocks are listed; fails if their numbers do not come down by one each time. */
  private static int countListed(FileBlockStore store, int newest) throws IOException {
    int count = 0;
    for (Iterator<BlockName> names = store.newestFirst(); names.hasNext(); count++) {
      long number = names.next().word(3);
      if (number != newest - count) {
        throw new AssertionError("block " + number + " is listed in place " + count);
      }
    }
    return count;
  }
}
