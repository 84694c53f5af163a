package org.tigstore.file;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.StoreFigures;

/** What is done to a store though no caller asks for a block, and what it tells of itself. */
final class StoreUpkeep implements Closeable {
  private final DataDirectory directory;
  private final BlockFiles files;
  private final Inventory inventory;
  private final Tally tally;
  private final NameLocks locks;
  private final Holding names;
  private final StoreFailures failures;
  private final Scrub scrub;

  StoreUpkeep(
      DataDirectory directory,
      BlockFiles files,
      Inventory inventory,
      Tally tally,
      NameLocks locks,
      Holding names,
      StoreFailures failures,
      InstantSource clock) {
    this.directory = directory;
    this.files = files;
    this.inventory = inventory;
    this.tally = tally;
    this.locks = locks;
    this.names = names;
    this.failures = failures;
    this.scrub = new Scrub(directory, inventory, tally, clock, this::examine);
  }

  /** As {@link BlockStore#expire}. */
  long expire(Instant untouchedSince) throws IOException {
    Expiry expiry = new Expiry(directory, files, locks, tally, untouchedSince);
    return failures.explaining(
        () -> {
          inventory.count(expiry::expireBlocks);
          expiry.expireDamaged();
          return expiry.blocks();
        });
  }

  /** As {@link BlockStore#recount}. */
  void recount() throws IOException {
    locks.checkOpen();
    failures.explaining(
        () -> {
          inventory.count();
          return inventory;
        });
  }

  /** As {@link BlockStore#figures}. */
  StoreFigures figures() {
    return new StoreFigures(
        inventory.blocks(),
        inventory.bytes(),
        directory.freeBytes(),
        directory.totalBytes(),
        tally.expired(),
        tally.damaged(),
        tally.scrubbed(),
        tally.scrubbedBytes());
  }

  /** As {@link BlockStore#scrub}. */
  void scrub(Duration period) throws IOException {
    locks.checkOpen();
    failures.explaining(
        () -> {
          scrub.step(period);
          return scrub;
        });
  }

  /** Finds a block as reading does, which sets a damaged one aside. */
  private void examine(BlockName name) throws IOException {
    try {
      names.holding(name, () -> files.findHashed(name));
    } catch (RefusedException e) {
      if (e.refusal() != Refusal.DAMAGED) {
        throw e;
      }
    }
  }

  /** As {@link BlockStore#checkUsable}. */
  void checkUsable() throws IOException {
    locks.checkOpen();
    try {
      failures.explaining(
          () -> {
            directory.checkPresent();
            directory.checkWritable();
            return directory;
          });
    } catch (RefusedException e) {
      if (e.refusal() != Refusal.NO_ROOM) {
        throw e;
      }
    }
  }

  /** Ends scrubbing; to be called before nobody may hold a name any more. */
  @Override
  public void close() throws IOException {
    scrub.close();
  }
}
