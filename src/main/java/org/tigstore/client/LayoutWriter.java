package org.tigstore.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.tigstore.block.BlockName;
import org.tigstore.block.Sha256;

/** Stores files over servers, in parallel and in bounded memory. For one thread. */
public final class LayoutWriter {
  /** The length of every part but the last, in bytes. */
  static final int CHUNK_BYTES = 4 << 20;

  private final Layout.Scheme scheme;
  private final List<TigServer> servers;
  private final LongConsumer progress;
  private final SecureRandom random = new SecureRandom();

  /**
   * To these servers.
   *
   * @param servers two at least, each with an address of its own
   * @param progress is told by any thread how many more bytes of the file are stored
   */
  public LayoutWriter(Layout.Scheme scheme, List<TigServer> servers, LongConsumer progress) {
    this.scheme = scheme;
    this.servers = List.copyOf(servers);
    this.progress = progress;
  }

  /** The part of one chunk that one server has. */
  private record Part(int server, BlockName name) {}

  /** Stores what these bytes are, to their end. */
  public Layout write(InputStream file) throws IOException {
    MessageDigest digest = Sha256.start();
    List<StringBuilder> indexes =
        Stream.generate(StringBuilder::new).limit(servers.size()).toList();
    long length = 0;
    int atOnce = 2 * servers.size();
    try (Pipeline<List<Part>> pipeline =
        new Pipeline<>(
            atOnce,
            atOnce,
            parts ->
                parts.forEach(
                    part ->
                        indexes.get(part.server()).append('/').append(part.name()).append('\n')))) {
      long number = 0;
      for (byte[] chunk = chunk(file); chunk.length > 0; chunk = chunk(file)) {
        byte[] bytes = chunk;
        int turn = (int) (number++ % servers.size());
        digest.update(bytes);
        length += bytes.length;
        pipeline.add(
            () -> {
              List<Part> parts =
                  scheme == Layout.Scheme.SPLIT ? split(bytes) : List.of(stored(turn, bytes));
              progress.accept(bytes.length);
              return parts;
            });
      }
      pipeline.finish();
    }
    return new Layout(scheme, length, BlockName.ofDigest(digest), stored(indexes));
  }

  private static byte[] chunk(InputStream file) throws IOException {
    return file.readNBytes(CHUNK_BYTES);
  }

  private List<Part> split(byte[] chunk) throws IOException {
    List<Part> parts = new ArrayList<>();
    int last = servers.size() - 1;
    for (int server = 0; server < last; server++) {
      byte[] mask = new byte[chunk.length];
      random.nextBytes(mask);
      parts.add(stored(server, mask));
      Xor.combine(chunk, mask);
    }
    parts.add(stored(last, chunk));
    return parts;
  }

  private Part stored(int server, byte[] bytes) throws IOException {
    return new Part(server, servers.get(server).seal(Contents.of(bytes)));
  }

  private List<Layout.Index> stored(List<StringBuilder> indexes) throws IOException {
    List<Layout.Index> stored = new ArrayList<>();
    for (int server = 0; server < servers.size(); server++) {
      byte[] index = indexes.get(server).toString().getBytes(US_ASCII);
      stored.add(new Layout.Index(servers.get(server).address(), stored(server, index).name()));
    }
    return stored;
  }
}
