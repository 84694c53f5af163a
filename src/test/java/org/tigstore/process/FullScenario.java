package org.tigstore.process;

import static org.tigstore.process.Refusals.assertNoRoom;

import java.nio.file.Path;
import org.tigstore.block.BlockName;

/** What a store on a full file system does, in a process that may mount one. */
final class FullScenario {
  private static final BlockName SLOT = StoreCalls.nameOf("slot");
  private static final BlockName LOG = StoreCalls.nameOf("log");
  private static final BlockName BALLAST = StoreCalls.nameOf("ballast");

  private FullScenario() {}

  /** Takes an empty directory to mount on. */
  public static void main(String[] arguments) throws Exception {
    try (SmallFileSystem full = SmallFileSystem.mount(Path.of(arguments[0]))) {
      full.write(SLOT, 5000);
      full.append(LOG, 100);
      full.append(LOG, 100);
      full.write(BALLAST, 200_000);
      full.fill();
      full.assertWhole();
      // It can be read, and what expires makes room.
      full.store().checkUsable();
      refuseWhatHasNoRoom(full);
      full.delete(BALLAST);
      goOn(full);
    }
    System.out.println("done");
  }

  private static void refuseWhatHasNoRoom(SmallFileSystem full) throws Exception {
    BlockName absent = StoreCalls.nameOf("absent");
    for (byte[] bytes : new byte[][] {full.tooManyBytes(), full.bytes(10_000)}) {
      assertNoRoom(() -> full.calls().seal(bytes));
      full.assertWhole();
      assertNoRoom(() -> full.calls().write(SLOT, bytes));
      full.assertWhole();
      assertNoRoom(() -> full.calls().append(LOG, bytes));
      full.assertWhole();
      assertNoRoom(() -> full.calls().append(absent, bytes));
      full.assertWhole();
      assertNoRoom(() -> full.calls().setIfNot(absent, bytes));
      full.assertWhole();
    }
  }

  private static void goOn(SmallFileSystem freed) throws Exception {
    assertNoRoom(() -> freed.calls().append(LOG, freed.tooManyBytes()));
    freed.seal(10_000);
    freed.write(SLOT, 6000);
    freed.append(LOG, 5000);
    freed.append(LOG, 100);
    freed.write(BALLAST, 10);
    freed.assertWhole();
  }
}
