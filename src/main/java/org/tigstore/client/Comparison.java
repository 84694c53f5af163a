package org.tigstore.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.OptionalLong;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;
import org.tigstore.block.Sha256;
import org.tigstore.protocol.Index;

/** Compares files with what a server has, without fetching it. For one thread. */
final class Comparison {
  private final TigServer server;
  private final byte[] chunk = new byte[Content.CHUNK_BYTES];

  Comparison(TigServer server) {
    this.server = server;
  }

  /**
   * Whether a file has these bytes, whoever cut them into blocks.
   *
   * @throws IOException if the file cannot be read
   * @throws ServerException if the server does not have the index
   */
  boolean isContent(Path path, Manifest.Location location) throws IOException {
    try (InputStream file = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      return location.indexed()
          ? isConcatenation(file, location.name())
          : nameOf(file, Long.MAX_VALUE).equals(location.name());
    }
  }

  private boolean isConcatenation(InputStream file, BlockName index) throws IOException {
    try (Index blocks = server.readIndex(index)) {
      for (Optional<BlockName> block = blocks.next(); block.isPresent(); block = blocks.next()) {
        OptionalLong length =
            server.head(block.get()).map(TigServer.Head::length).orElse(OptionalLong.empty());
        if (length.isEmpty() || !nameOf(file, length.getAsLong()).equals(block.get())) {
          return false;
        }
      }
    }
    return file.read() < 0;
  }

  private BlockName nameOf(InputStream bytes, long length) throws IOException {
    MessageDigest digest = Sha256.start();
    for (long left = length; left > 0; ) {
      int count = bytes.read(chunk, 0, (int) Math.min(chunk.length, left));
      if (count < 0) {
        break;
      }
      digest.update(chunk, 0, count);
      left -= count;
    }
    return BlockName.ofDigest(digest);
  }
}
