package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.process.Refusals.assertReadOnly;

import java.nio.file.Path;
import java.time.Instant;
import org.tigstore.block.BlockName;

/**
 * What a store does whose file system becomes read-only, in a process that may mount one. Takes
 * whether the file system is full as well.
 */
final class ReadOnlyScenario {
  private static final BlockName SLOT = StoreCalls.nameOf("slot");
  private static final BlockName LOG = StoreCalls.nameOf("log");

  private ReadOnlyScenario() {}

  /** Takes an empty directory to mount on, and {@code full} or {@code roomy}. */
  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[0]);
    try (SmallFileSystem files = SmallFileSystem.mount(path)) {
      files.seal(100_000);
      files.write(SLOT, 5000);
      files.append(LOG, 100);
      if (arguments[1].equals("full")) {
        files.fill();
      }
      MountNamespace.coverReadOnly(path);
      refuseChanges(files);
      MountNamespace.uncover(path);
      files.store().checkUsable();
      files.delete(SLOT);
      files.append(LOG, 100);
      files.assertWhole();
    }
    System.out.println("done");
  }

  private static void refuseChanges(SmallFileSystem files) throws Exception {
    BlockName absent = StoreCalls.nameOf("absent");
    for (byte[] bytes : new byte[][] {files.bytes(100_000), files.bytes(10)}) {
      assertReadOnly(() -> files.calls().seal(bytes));
      assertReadOnly(() -> files.calls().write(SLOT, bytes));
      assertReadOnly(() -> files.calls().append(LOG, bytes));
      assertReadOnly(() -> files.calls().append(absent, bytes));
      assertReadOnly(() -> files.calls().setIfNot(absent, bytes));
      files.assertWhole();
    }
    assertReadOnly(() -> files.calls().delete(SLOT));
    assertReadOnly(() -> files.calls().take(SLOT));
    files.assertWhole();
    assertReadOnly(() -> files.store().checkUsable());
    assertThat(files.store().expire(Instant.MAX)).isZero();
    files.assertWhole();
  }
}
