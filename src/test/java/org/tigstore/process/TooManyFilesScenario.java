package org.tigstore.process;

import static java.lang.System.Logger.Level.INFO;
import static java.nio.file.StandardOpenOption.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.process.Refusals.assertTooManyFiles;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.file.Durability;
import org.tigstore.file.FileBlockStore;

/** What a store does in a process that may open no more files. */
final class TooManyFilesScenario {
  private static final int MOST_FILES = 100_000;
  private static final byte[] LARGE = new byte[100_000];

  private TooManyFilesScenario() {}

  /** Takes an empty directory. */
  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[0]);
    try (FileBlockStore store = new StoreDirectory(path).open(Durability.FSYNC)) {
      StoreCalls calls = new StoreCalls(store);
      BlockName sealed = calls.seal(LARGE);
      loadClasses();
      calls.read(sealed);
      store.newestFirst();
      store.checkUsable();
      List<FileChannel> open = openAll(path);
      try {
        assertTooManyFiles(() -> calls.seal(new byte[10]));
        assertTooManyFiles(() -> calls.seal(new byte[70_000]));
        assertTooManyFiles(() -> calls.read(sealed));
        assertTooManyFiles(store::newestFirst);
        assertTooManyFiles(store::checkUsable);
      } finally {
        for (FileChannel channel : open) {
          channel.close();
        }
      }
      store.checkUsable();
      assertThat(calls.read(sealed)).hasValue(LARGE);
      assertThat(store.newestFirst()).toIterable().containsExactly(sealed);
    }
    System.out.println("done");
  }

  /** Each comes from a file of its own, as does what logging needs at first. */
  private static void loadClasses() {
    System.getLogger(TooManyFilesScenario.class.getName()).log(INFO, "{0} starts", "it");
    assertTooManyFiles(
        () -> {
          throw new RefusedException(Refusal.EXHAUSTED, "too many files are open");
        });
  }

  private static List<FileChannel> openAll(Path file) throws IOException {
    List<FileChannel> open = new ArrayList<>();
    try {
      while (open.size() < MOST_FILES) {
        open.add(FileChannel.open(file, READ));
      }
    } catch (FileSystemException e) {
      return open;
    }
    throw new AssertionError("there is no limit on open files");
  }
}
