package org.tigstore.client;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.tigstore.block.BlockName;

/**
 * Compares two trees, each of which is a commit or a directory: names, types, permissions, targets
 * of links and content, but not times. For one thread.
 */
public final class Difference {
  private final TigServer server;
  private final boolean verify;
  private final Problems problems;

  /** How the second tree differs from the first. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  /** Is told of differences. */
  @FunctionalInterface
  public interface Listener {
    /** The trees differ in this name, which is given as text in a manifest. In order of names. */
    void differ(Kind kind, String name) throws IOException;
  }

  /**
   * Compares what is on this server, or in directories.
   *
   * @param verify whether content is compared where size and time are the same
   * @param notices is told in a line of each file that cannot be read
   */
  public Difference(TigServer server, boolean verify, Consumer<String> notices) {
    this.server = server;
    this.verify = verify;
    this.problems = new Problems(notices);
  }

  /** A name in a tree, and where it is if this is a directory. */
  private record Item(Manifest.Entry entry, Optional<Path> path) {}

  private interface Items extends Closeable {
    /** The next one in order of names; empty at the end. */
    Optional<Item> next() throws IOException;
  }

  /** A tree that can be compared. */
  public sealed interface Side permits OfCommit, OfDirectory {}

  /** The tree that was committed. */
  public record OfCommit(BlockName commit) implements Side {}

  /** The tree in a directory. */
  public record OfDirectory(Path directory) implements Side {}

  private Items open(Side side) throws IOException {
    return side instanceof OfCommit stored
        ? new Committed(new Manifest.Reader(server.readBurst(stored.commit())))
        : new Present(new Tree(((OfDirectory) side).directory(), problems));
  }

  private record Committed(Manifest.Reader manifest) implements Items {
    @Override
    public Optional<Item> next() throws IOException {
      Optional<Manifest.Line> line = manifest.next();
      while (line.isPresent() && !(line.get() instanceof Manifest.Entry)) {
        line = manifest.next();
      }
      return line.map(entry -> new Item((Manifest.Entry) entry, Optional.empty()));
    }

    @Override
    public void close() throws IOException {
      manifest.close();
    }
  }

  private record Present(Tree tree) implements Items {
    @Override
    public Optional<Item> next() throws IOException {
      Optional<Tree.Node> node = tree.next();
      return node.isPresent()
          ? Optional.of(new Item(node.get().entry(), Optional.of(node.get().path())))
          : Optional.empty();
    }

    @Override
    public void close() {
      // Nothing is open between two names.
    }
  }

  /**
   * Tells how the second tree differs from the first.
   *
   * @return how many files could not be compared
   * @throws IOException if a tree cannot be read
   */
  public long compare(Side first, Side second, Listener listener) throws IOException {
    try (Items before = open(first);
        Items after = open(second)) {
      Optional<Item> one = before.next();
      Optional<Item> other = after.next();
      while (one.isPresent() || other.isPresent()) {
        int order = order(one, other);
        String name = FileNames.escaped((order <= 0 ? one : other).get().entry().name());
        if (order < 0) {
          listener.differ(Kind.REMOVED, name);
        } else if (order > 0) {
          listener.differ(Kind.ADDED, name);
        } else if (!isSame(one.get(), other.get())) {
          listener.differ(Kind.CHANGED, name);
        }
        one = order <= 0 ? before.next() : one;
        other = order >= 0 ? after.next() : other;
      }
    }
    return problems.count();
  }

  private static int order(Optional<Item> one, Optional<Item> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? 1 : -1;
    }
    return FileNames.compare(one.get().entry().name(), other.get().entry().name());
  }

  private boolean isSame(Item one, Item other) throws IOException {
    Manifest.Entry before = one.entry();
    Manifest.Entry after = other.entry();
    if (before.type() != after.type()
        || before.mode() != after.mode()
        || before.size() != after.size()) {
      return false;
    }
    return before.type() == Manifest.Type.FILE
        ? isSameContent(one, other)
        : before.what().equals(after.what());
  }

  private boolean isSameContent(Item one, Item other) throws IOException {
    if (one.path().isEmpty() && other.path().isEmpty()) {
      return one.entry().what().equals(other.entry().what());
    }
    if (!verify && one.entry().modified().equals(other.entry().modified())) {
      return true;
    }
    try {
      if (one.path().isPresent() && other.path().isPresent()) {
        return Files.mismatch(one.path().get(), other.path().get()) < 0;
      }
      return one.path().isPresent()
          ? new Comparison(server).isContent(one.path().get(), other.entry().location())
          : new Comparison(server).isContent(other.path().get(), one.entry().location());
    } catch (ServerException e) {
      throw e;
    } catch (IOException e) {
      problems.add(one.entry().name(), e);
      return true;
    }
  }
}
