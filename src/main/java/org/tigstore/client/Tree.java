package org.tigstore.client;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Walks a directory in the order of manifests, without following symbolic links. Has the names of
 * one directory on each level in memory, and of files with several. For one thread.
 */
final class Tree {
  private static final String WANTED = "unix:mode,ino,dev,nlink,ctime,size,lastModifiedTime";
  private static final int TYPE_BITS = 0170000;

  private final Problems problems;
  private final Deque<Iterator<Child>> open = new ArrayDeque<>();

  /** The first name of each file that has several. */
  private final Map<List<Long>, String> linked = new HashMap<>();

  /** What something is; the bits of stat(2). */
  enum Kind {
    FILE(0100000),
    DIRECTORY(0040000),
    SYMBOLIC_LINK(0120000),
    /** A socket, pipe or device. */
    OTHER(0);

    private final int bits;

    Kind(int bits) {
      this.bits = bits;
    }

    private static Kind of(int mode) {
      for (Kind kind : values()) {
        if (kind.bits == (mode & TYPE_BITS)) {
          return kind;
        }
      }
      return OTHER;
    }
  }

  /**
   * What the system tells about a file. Two that are equal are of the same file with the same
   * content, as far as the system's clock can tell changes apart.
   */
  record State(
      Kind kind,
      int mode,
      long inode,
      long device,
      int links,
      Instant changed,
      long size,
      Instant modified) {
    /** Of what is there, which may be a symbolic link. */
    static State of(Path path) throws IOException {
      Map<String, Object> found = Files.readAttributes(path, WANTED, LinkOption.NOFOLLOW_LINKS);
      int mode = (int) get(found, "mode");
      return new State(
          Kind.of(mode),
          mode & Manifest.MODE_BITS,
          (long) get(found, "ino"),
          (long) get(found, "dev"),
          (int) get(found, "nlink"),
          ((FileTime) get(found, "ctime")).toInstant(),
          (long) get(found, "size"),
          settable(((FileTime) get(found, "lastModifiedTime")).toInstant()));
    }

    /** The nearest time that Java can set: before 1970, it sets whole seconds only. */
    private static Instant settable(Instant time) {
      return time.isBefore(Instant.EPOCH) ? time.truncatedTo(ChronoUnit.SECONDS) : time;
    }

    private static Object get(Map<String, Object> found, String name) {
      return Objects.requireNonNull(found.get(name), name);
    }
  }

  /**
   * Something in the directory.
   *
   * @param name as in a manifest
   * @param first the first name of the same file, if this is a further one
   */
  record Node(String name, Path path, State state, Optional<String> first) {
    /** Its line in a manifest; that of a file says nothing of its content. */
    Manifest.Entry entry() throws IOException {
      return switch (state.kind()) {
        case DIRECTORY -> entry(Manifest.Type.DIRECTORY, 0, "");
        case SYMBOLIC_LINK ->
            entry(Manifest.Type.SYMBOLIC_LINK, 0, FileNames.bytesOf(Files.readSymbolicLink(path)));
        default ->
            first
                .map(target -> entry(Manifest.Type.HARD_LINK, state.size(), target))
                .orElseGet(() -> entry(Manifest.Type.FILE, state.size(), ""));
      };
    }

    private Manifest.Entry entry(Manifest.Type type, long size, String what) {
      boolean link = type == Manifest.Type.SYMBOLIC_LINK;
      // Java cannot set the time of a link more exactly.
      Instant time = link ? state.modified().truncatedTo(ChronoUnit.MICROS) : state.modified();
      return new Manifest.Entry(type, state.mode(), time, size, name, what);
    }
  }

  private record Child(String name, Path path) {}

  /** Walks what is in this directory. */
  Tree(Path root, Problems problems) throws IOException {
    this.problems = problems;
    open.push(children(root, ""));
  }

  /** The next thing; empty at the end. What cannot be read is a problem and left out. */
  Optional<Node> next() {
    while (!open.isEmpty()) {
      if (!open.peek().hasNext()) {
        open.pop();
        continue;
      }
      Optional<Node> node = node(open.peek().next());
      if (node.isPresent()) {
        return node;
      }
    }
    return Optional.empty();
  }

  private Optional<Node> node(Child child) {
    try {
      State state = State.of(child.path());
      if (state.kind() == Kind.OTHER) {
        problems.add(child.name(), "is neither a file, a directory nor a symbolic link");
        return Optional.empty();
      }
      if (state.kind() == Kind.DIRECTORY) {
        open.push(childrenIfReadable(child));
      }
      return Optional.of(new Node(child.name(), child.path(), state, first(child.name(), state)));
    } catch (IOException e) {
      problems.add(child.name(), e);
      return Optional.empty();
    }
  }

  private Optional<String> first(String name, State state) {
    return state.kind() == Kind.FILE && state.links() > 1
        ? Optional.ofNullable(linked.putIfAbsent(List.of(state.device(), state.inode()), name))
        : Optional.empty();
  }

  private Iterator<Child> childrenIfReadable(Child directory) {
    try {
      return children(directory.path(), directory.name() + "/");
    } catch (IOException e) {
      problems.add(directory.name(), e);
      return List.<Child>of().iterator();
    }
  }

  private static Iterator<Child> children(Path directory, String prefix) throws IOException {
    List<Child> children = new ArrayList<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
      for (Path path : paths) {
        Path last = Objects.requireNonNull(path.getFileName());
        children.add(new Child(prefix + FileNames.bytesOf(last), path));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(Comparator.comparing(Child::name));
    return children.iterator();
  }
}
