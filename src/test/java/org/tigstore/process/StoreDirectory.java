package org.tigstore.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.tigstore.block.BlockName;
import org.tigstore.block.SlotGuard;
import org.tigstore.block.TimeSource;
import org.tigstore.file.Durability;
import org.tigstore.file.FileBlockStore;
import org.tigstore.file.FileStoreSettings;
import org.tigstore.file.Verification;

/** A directory of blocks as an operator sees it. */
record StoreDirectory(Path path) {
  private static final long MAX_BLOCK_SIZE = 128L * 1024 * 1024;

  /** Opens a store on it, without waiting for another one. */
  FileBlockStore open(Durability durability) throws IOException {
    return open(durability, Duration.ZERO);
  }

  /** Opens a store on it, waiting for another one for so long. */
  FileBlockStore open(Durability durability, Duration lockWait) throws IOException {
    FileStoreSettings settings =
        new FileStoreSettings(
            path, MAX_BLOCK_SIZE, 0, durability, Verification.CHANGED, lockWait, Duration.ZERO);
    return FileBlockStore.open(settings, SlotGuard.NONE, TimeSource.SYSTEM);
  }

  /** Whether a store has got as far as making its work directories. */
  boolean hasWork() {
    return Files.isDirectory(path.resolve(".tigstore/damaged"));
  }

  /** The files of bodies that are being received. */
  List<String> uploads() throws IOException {
    return fileNames(path.resolve(".tigstore/uploads"));
  }

  /** The marks of appends that are under way. */
  List<String> appends() throws IOException {
    return fileNames(path.resolve(".tigstore/appends"));
  }

  /** The names of the blocks. */
  List<BlockName> blocks() throws IOException {
    return fileNames(path).stream().flatMap(name -> BlockName.parse(name).stream()).toList();
  }

  private static List<String> fileNames(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }
}
