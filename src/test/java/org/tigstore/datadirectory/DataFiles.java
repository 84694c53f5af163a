package org.tigstore.datadirectory;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.tigstore.BuildDirectory;
import org.tigstore.Eventually;

/** The deployed application's data directory, looked at from outside as its operator would. */
final class DataFiles {
  static final Path DIRECTORY = BuildDirectory.own(Path.of(System.getProperty("tig.data")));

  /** The directories of all nodes: where another hands requests on to this one, its too. */
  private static final List<Path> NODES =
      Stream.of(DIRECTORY.toString(), System.getProperty("tig.front"))
          .filter(Objects::nonNull)
          .map(Path::of)
          .map(BuildDirectory::own)
          .toList();

  private static final String WORK = ".tigstore";
  private static final String PROBE = ".tigstore-probe";

  private DataFiles() {}

  /** The file of the block with this path. */
  static Path of(String path) {
    return DIRECTORY.resolve(lastSegment(path));
  }

  /** Where this block's file lies once it was found damaged. */
  static Path damaged(String path) {
    return DIRECTORY.resolve(WORK).resolve("damaged").resolve(lastSegment(path));
  }

  private static String lastSegment(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** When the block with this path was last touched. */
  static Instant touched(String path) throws IOException {
    return Files.getLastModifiedTime(of(path)).toInstant();
  }

  /** Makes the block with this path one that was last touched then. */
  static void setTouched(String path, Instant time) throws IOException {
    Files.setLastModifiedTime(of(path), FileTime.from(time));
  }

  /** Replaces the bytes of a sealed block's file, as a failing disk might. */
  static void damage(String path, String bytes) throws IOException {
    Path file = of(path);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, bytes);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
  }

  /** Waits until no body is being received; fails if one was left behind. */
  static void awaitNoUploads() throws InterruptedException {
    Eventually.holds("no upload is left behind", () -> uploadSizes().findAny().isEmpty());
  }

  /** Whether a part of a body has been received. */
  static boolean uploadHasBegun() {
    return uploadSizes().anyMatch(size -> size > 0);
  }

  /**
   * The sizes of the files into which nodes receive, and of empty ones that they make as a trial.
   */
  private static Stream<Long> uploadSizes() {
    return NODES.stream().map(DataFiles::uploadsOf).flatMap(DataFiles::sizes);
  }

  private static Path uploadsOf(Path node) {
    return node.resolve(WORK).resolve("uploads");
  }

  private static Stream<Long> sizes(Path uploads) {
    List<Long> sizes = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(uploads)) {
      for (Path file : files) {
        sizes.add(file.toFile().length());
      }
    } catch (IOException e) {
      throw new AssertionError("the uploads cannot be listed", e);
    }
    return sizes.stream();
  }

  /**
   * Every file of the directory but uploads and what checks the disk, which come and go, and every
   * one that lies beside the directory itself.
   */
  static Set<Path> all() throws IOException {
    Set<Path> files = new HashSet<>();
    Path directory = DIRECTORY.toAbsolutePath();
    Files.walkFileTree(directory, new Collector(files));
    try (Stream<Path> beside = Files.list(directory.resolveSibling("."))) {
      beside.map(Path::normalize).forEach(files::add);
    }
    return files;
  }

  /** Collects files while the server may be deleting some. */
  private static final class Collector extends SimpleFileVisitor<Path> {
    private final Set<Path> files;

    Collector(Set<Path> files) {
      this.files = files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return directory.equals(uploadsOf(DIRECTORY.toAbsolutePath()))
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (!file.endsWith(PROBE)) {
        files.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }

  /** Deletes all blocks. */
  static void deleteBlocks() throws IOException {
    try (DirectoryStream<Path> blocks = Files.newDirectoryStream(DIRECTORY, "*.tig")) {
      for (Path block : blocks) {
        Files.deleteIfExists(block);
      }
    }
  }
}
