package org.tigstore.client;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.Condition;
import org.tigstore.block.Content;
import org.tigstore.protocol.Index;

/**
 * The blocks of a server, or of all nodes of its cluster. Channels can be written but not read, as
 * no server tells where they lead.
 */
public final class ServerRepository implements Repository {
  private static final int FORBIDDEN = 403;
  private static final int CONFLICT = 409;

  /** Answers, and none, after which no other block can be copied either. */
  private static final Set<Integer> FATAL = Set.of(0, 200, 401, 429, 502, 503, 504, 507);

  private final TigServer server;

  /** Of this server, which is closed with it. */
  public ServerRepository(TigServer server) {
    this.server = server;
  }

  @Override
  public Set<BlockName> list() throws IOException {
    Set<BlockName> names = new HashSet<>();
    try (Index list = server.list(true)) {
      for (Optional<BlockName> name = list.next(); name.isPresent(); name = list.next()) {
        names.add(name.get());
      }
    }
    return names;
  }

  /** As specified; reads the whole block if the server does not tell its hash. */
  @Override
  public Optional<BlockName> contentOf(BlockName name) throws IOException {
    try {
      Optional<TigServer.Head> head = server.head(name);
      if (head.isEmpty() || head.get().tag().filter(name::equals).isPresent()) {
        return head.isEmpty() ? Optional.empty() : Optional.of(name);
      }
      if (isOfTig(head.get()) && server.isChannel(name)) {
        throw new CopyException("a channel, which only a copy of the data directory can keep");
      }
      return head.get().tag().isPresent() ? head.get().tag() : Optional.of(hashed(name));
    } catch (ServerException e) {
      throw ofOneBlock(e);
    }
  }

  /** Other servers tell neither. */
  private static boolean isOfTig(TigServer.Head head) {
    return head.tag().isPresent() || head.timeLeft().isPresent();
  }

  private BlockName hashed(BlockName name) throws IOException {
    try (Content content = open(name)) {
      return Contents.nameOf(content);
    }
  }

  /** As specified; a block whose length the server does not tell is received first. */
  @Override
  public Content open(BlockName name) throws IOException {
    try {
      TigServer.Slot block = peeked(name);
      return block.head().length().isPresent()
          ? new Remote(name, block.head().length().getAsLong(), block)
          : received(block);
    } catch (ServerException e) {
      throw ofOneBlock(e);
    }
  }

  private TigServer.Slot peeked(BlockName name) throws IOException {
    return server.peek(name).orElseThrow(() -> new CopyException("not there any more", true, null));
  }

  private static Content received(TigServer.Slot block) throws IOException {
    Path file = Files.createTempFile("tig", ".block");
    try (block) {
      Files.copy(block.bytes(), file, REPLACE_EXISTING);
      return Contents.of(file);
    } finally {
      Files.delete(file);
    }
  }

  /** Bytes on the server, requested each time. */
  private final class Remote implements Content {
    private final BlockName name;
    private final long length;

    /** The first answer, until it is used. */
    private TigServer.@Nullable Slot opened;

    Remote(BlockName name, long length, TigServer.Slot opened) {
      this.name = name;
      this.length = length;
      this.opened = opened;
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public InputStream bytes(long offset, long count) throws IOException {
      if (offset != 0 || count != length) {
        throw new IndexOutOfBoundsException("only the whole can be read");
      }
      TigServer.Slot block = opened == null ? peeked(name) : opened;
      opened = null;
      return new FilterInputStream(block.bytes()) {
        @Override
        public int read(byte[] target, int start, int limit) throws IOException {
          try {
            return in.read(target, start, limit);
          } catch (IOException e) {
            throw new CopyException("not received as a whole: " + e.getMessage(), false, e);
          }
        }
      };
    }

    @Override
    public void close() throws IOException {
      if (opened != null) {
        opened.close();
      }
    }
  }

  @Override
  public boolean store(BlockName name, boolean sealed, Content content, boolean replace)
      throws IOException {
    try {
      if (sealed) {
        server.seal(content);
      } else {
        server.writeSlot(name, content, replace ? Condition.NONE : Condition.VACANT);
      }
      return true;
    } catch (ServerException e) {
      if (e.status() == CONFLICT && !replace) {
        return false;
      }
      throw ofOneBlock(e);
    }
  }

  @Override
  public boolean delete(BlockName name) throws IOException {
    try {
      return server.delete(name, Condition.NONE);
    } catch (ServerException e) {
      if (e.status() == CONFLICT || e.status() == FORBIDDEN) {
        return false;
      }
      throw e;
    }
  }

  private static IOException ofOneBlock(ServerException e) {
    return FATAL.contains(e.status())
        ? e
        : new CopyException(String.valueOf(e.getMessage()), false, e);
  }

  @Override
  public String toString() {
    return server.address().toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
