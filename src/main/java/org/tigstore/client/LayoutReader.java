package org.tigstore.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.Sha256;
import org.tigstore.protocol.Index;

/** Reads a file that is stored over servers, in parallel and in bounded memory. For one thread. */
public final class LayoutReader {
  private final Layout layout;
  private final List<TigServer> servers;
  private final LongConsumer progress;

  /**
   * Of this layout.
   *
   * @param servers those of its indexes, in the same order
   * @param progress is told how many more bytes are written
   */
  public LayoutReader(Layout layout, List<TigServer> servers, LongConsumer progress) {
    this.layout = layout;
    this.servers = List.copyOf(servers);
    this.progress = progress;
  }

  /**
   * Writes the file. The last chunk is written only if the whole has the layout's hash.
   *
   * @throws IOException if a part is missing or damaged, which the message names
   */
  public void writeTo(OutputStream target) throws IOException {
    List<List<BlockName>> parts = parts();
    int atOnce = 2 * servers.size();
    Verification verification = new Verification(target);
    try (Pipeline<byte[]> pipeline = new Pipeline<>(atOnce, atOnce, verification::accept)) {
      long chunks = chunks(parts);
      for (long number = 0; number < chunks; number++) {
        long chunk = number;
        pipeline.add(() -> chunk(parts, chunk));
      }
      pipeline.finish();
    }
    verification.finish();
  }

  private List<List<BlockName>> parts() throws IOException {
    List<List<BlockName>> parts = new ArrayList<>();
    for (int server = 0; server < servers.size(); server++) {
      List<BlockName> names = new ArrayList<>();
      BlockName index = layout.indexes().get(server).name();
      try (Index lines = new Index(new ByteArrayInputStream(read(server, index)))) {
        for (Optional<BlockName> name = lines.next(); name.isPresent(); name = lines.next()) {
          names.add(name.get());
        }
      }
      parts.add(names);
    }
    return parts;
  }

  private long chunks(List<List<BlockName>> parts) throws IOException {
    long chunks =
        layout.scheme() == Layout.Scheme.SPLIT
            ? parts.get(0).size()
            : parts.stream().mapToLong(List::size).sum();
    for (int server = 0; server < parts.size(); server++) {
      if (parts.get(server).size() != layout.partsOn(server, chunks)) {
        throw new IOException("the indexes do not belong together");
      }
    }
    return chunks;
  }

  private byte[] chunk(List<List<BlockName>> parts, long number) throws IOException {
    int count = servers.size();
    if (layout.scheme() == Layout.Scheme.STRIPE) {
      int server = (int) (number % count);
      return read(server, parts.get(server).get((int) (number / count)));
    }
    byte[] chunk = read(0, parts.get(0).get((int) number));
    for (int server = 1; server < count; server++) {
      Xor.combine(chunk, read(server, parts.get(server).get((int) number)));
    }
    return chunk;
  }

  private byte[] read(int server, BlockName name) throws IOException {
    try (InputStream bytes = servers.get(server).read(name)) {
      return bytes.readAllBytes();
    } catch (ServerException e) {
      throw new IOException("part " + name + ": " + e.getMessage(), e);
    }
  }

  /** Passes chunks on, each when the next one comes. */
  private final class Verification {
    private final OutputStream target;
    private final MessageDigest digest = Sha256.start();
    private long length;
    private byte @Nullable [] last;

    Verification(OutputStream target) {
      this.target = target;
    }

    void accept(byte[] chunk) throws IOException {
      pass();
      digest.update(chunk);
      length += chunk.length;
      last = chunk;
    }

    void finish() throws IOException {
      if (length != layout.length() || !BlockName.ofDigest(digest).equals(layout.content())) {
        throw new IOException("the parts do not give the file: its hash is another");
      }
      pass();
    }

    private void pass() throws IOException {
      if (last != null) {
        target.write(last);
        progress.accept(last.length);
      }
    }
  }
}
