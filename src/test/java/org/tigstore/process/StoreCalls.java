package org.tigstore.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;
import org.tigstore.block.Sha256;
import org.tigstore.block.Touch;
import org.tigstore.block.Upload;

/** A store called with byte arrays. */
record StoreCalls(BlockStore store) {
  /** The name whose digest is this text's. */
  static BlockName nameOf(String text) {
    return Sha256.nameOf(text.getBytes(UTF_8));
  }

  /** Seals the bytes. */
  BlockName seal(byte[] bytes) throws IOException {
    try (Upload upload = store.receive(body(bytes))) {
      upload.seal();
      return upload.contentName();
    }
  }

  /** Makes the bytes the slot's value. */
  void write(BlockName name, byte[] bytes) throws IOException {
    store.write(name, body(bytes), Condition.NONE);
  }

  /** Makes the bytes the slot's value if nothing is there. */
  void setIfNot(BlockName name, byte[] bytes) throws IOException {
    store.write(name, body(bytes), Condition.VACANT);
  }

  /** Puts the bytes behind the slot's value. */
  void append(BlockName name, byte[] bytes) throws IOException {
    store.append(name, body(bytes), Condition.NONE);
  }

  private static Body body(byte[] bytes) {
    return new Body(new ByteArrayInputStream(bytes), bytes.length);
  }

  /** Deletes the slot. */
  void delete(BlockName name) throws IOException {
    store.delete(name, Condition.NONE);
  }

  /** Takes the slot's value. */
  Optional<byte[]> take(BlockName name) throws IOException {
    return bytesOf(store.take(name, Condition.NONE));
  }

  /** The block's bytes; empty if there is none. */
  Optional<byte[]> read(BlockName name) throws IOException {
    return bytesOf(store.read(name, Touch.RENEW));
  }

  private static Optional<byte[]> bytesOf(Optional<Block> found) throws IOException {
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (Block block = found.get()) {
      return Optional.of(block.bytes().readAllBytes());
    }
  }
}
