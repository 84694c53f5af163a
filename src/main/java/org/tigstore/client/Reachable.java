package org.tigstore.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.tigstore.block.BlockName;
import org.tigstore.block.RefusedException;
import org.tigstore.protocol.Index;

/**
 * Finds the blocks that an address stands for: a block itself, the blocks that an index names, and
 * for the index of a manifest the content of all its files. For one thread.
 */
public final class Reachable {
  private static final int LONGEST_LINE = 4096;

  /** How many files are remembered until it is known whether they are in a batch. */
  private static final int MOST_FILES = 4096;

  private final TigServer server;
  private final Visitor visitor;
  private final Set<BlockName> files = new LinkedHashSet<>();

  /** Is told of each block, of some more than once. */
  public interface Visitor {
    /** A block, which may be a slot. */
    void block(BlockName name) throws IOException;

    /**
     * An index. Returns whether what it names is done with as well; if not, each of these blocks
     * follows.
     */
    boolean index(BlockName name) throws IOException;

    /**
     * An index cannot be read, so that not all that it stands for is visited.
     *
     * @throws IOException if the visit is to end
     */
    void unreadable(BlockName index, IOException failure) throws IOException;
  }

  @FunctionalInterface
  private interface Reader {
    void accept(BlockName name) throws IOException;
  }

  /** Of addresses on this server. */
  public Reachable(TigServer server, Visitor visitor) {
    this.server = server;
    this.visitor = visitor;
  }

  /**
   * Visits what this address stands for. A block that reads like an index counts as one, so that
   * nobody loses a file by leaving {@code ?burst=1} out.
   */
  public void visit(BlockAddress address) throws IOException {
    BlockName name = address.name();
    if (!address.burst() && !isIndex(name)) {
      visitor.block(name);
      return;
    }
    // In this order nobody else reads the first block when this does: only one reader learns that
    // a block is damaged.
    readable(name, this::visitFiles);
    readable(name, this::group);
  }

  private void readable(BlockName index, Reader reader) throws IOException {
    try {
      reader.accept(index);
    } catch (ServerException | RefusedException | Manifest.MalformedException e) {
      visitor.unreadable(index, e);
    }
  }

  private boolean isIndex(BlockName name) throws IOException {
    Optional<TigServer.Slot> beginning = server.beginning(name, LONGEST_LINE);
    if (beginning.isEmpty()) {
      return false;
    }
    try (Index names = new Index(beginning.get().bytes())) {
      return names.next().isPresent();
    } catch (RefusedException e) {
      return false;
    }
  }

  private void group(BlockName index) throws IOException {
    if (!visitor.index(index)) {
      read(index, visitor::block);
    }
  }

  private void read(BlockName index, Reader member) throws IOException {
    try (Index names = server.readIndex(index)) {
      for (Optional<BlockName> name = names.next(); name.isPresent(); name = names.next()) {
        member.accept(name.get());
      }
    }
  }

  private void visitFiles(BlockName index) throws IOException {
    if (!isManifest(index)) {
      return;
    }
    try (Manifest.Reader lines = new Manifest.Reader(server.readBurst(index))) {
      for (Optional<Manifest.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        if (line.get() instanceof Manifest.Batch batch) {
          readable(batch.index(), this::visitBatch);
        } else if (line.get() instanceof Manifest.Entry entry
            && entry.type() == Manifest.Type.FILE) {
          visitFile(entry.location());
        }
      }
    }
    visitRemembered();
  }

  /** By the first of the blocks that the index names, which is long enough to show it. */
  private boolean isManifest(BlockName index) throws IOException {
    Optional<BlockName> first;
    try (Index names = server.readIndex(index)) {
      first = names.next();
    }
    if (first.isEmpty()) {
      return false;
    }
    byte[] header = Manifest.HEADER.getBytes(US_ASCII);
    try (InputStream bytes = server.read(first.get())) {
      return Arrays.equals(bytes.readNBytes(header.length), header);
    } catch (ServerException e) {
      visitor.unreadable(first.get(), e);
      return false;
    }
  }

  private void visitBatch(BlockName index) throws IOException {
    boolean done = visitor.index(index);
    read(
        index,
        name -> {
          files.remove(name);
          if (!done) {
            visitor.block(name);
          }
        });
  }

  private void visitFile(Manifest.Location location) throws IOException {
    if (location.indexed()) {
      readable(location.name(), this::group);
      return;
    }
    files.add(location.name());
    if (files.size() > MOST_FILES) {
      visitRemembered();
    }
  }

  private void visitRemembered() throws IOException {
    for (BlockName file : files) {
      visitor.block(file);
    }
    files.clear();
  }
}
