package org.tigstore.block;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.tigstore.protocol.DigestFields;

/** Bodies for tests, and what is stored of them. */
public final class Bodies {
  private Bodies() {}

  /** A body with these bytes and their length announced. */
  public static Body of(byte[] bytes) {
    return new Body(new ByteArrayInputStream(bytes), bytes.length);
  }

  /** A body with this text. */
  public static Body of(String text) {
    return of(text.getBytes(UTF_8));
  }

  /** A body with these bytes of which no length is announced. */
  public static Body ofUnknownLength(byte[] bytes) {
    return new Body(new ByteArrayInputStream(bytes), Body.UNKNOWN_LENGTH);
  }

  /** The announcement that a body has each of these SHA-256. */
  public static Body.Digests announced(List<BlockName> names) {
    DigestFields digests = new DigestFields();
    try {
      for (BlockName name : names) {
        digests.add("X-Checksum-Sha256", name.digits());
      }
    } catch (RefusedException e) {
      throw new IllegalArgumentException(e);
    }
    return digests;
  }

  /** So many bytes that do not repeat, the same every time. */
  public static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  /** The name under which this text would be sealed. */
  public static BlockName nameOf(String text) {
    return Sha256.nameOf(text.getBytes(UTF_8));
  }

  /** Seals a body and returns its name. */
  public static BlockName seal(BlockWriter store, Body body) throws IOException {
    try (Upload upload = store.receive(body)) {
      upload.seal();
      return upload.contentName();
    }
  }

  /** Makes a text the value of a slot. */
  public static void write(BlockWriter store, BlockName name, String text) throws IOException {
    write(store, name, text, Condition.NONE);
  }

  /** Makes a text the value of a slot if a condition holds. */
  public static void write(BlockWriter store, BlockName name, String text, Condition condition)
      throws IOException {
    store.write(name, of(text), condition);
  }

  /** Puts a text behind the value of a slot. */
  public static void append(BlockWriter store, BlockName name, String text) throws IOException {
    store.append(name, of(text), Condition.NONE);
  }

  /** The bytes of the block of this name, read without touching. */
  public static byte[] read(BlockReader store, BlockName name) throws IOException {
    try (Block block = store.read(name, Touch.KEEP).orElseThrow()) {
      return block.bytes().readAllBytes();
    }
  }

  /** Touches the block of this name, which is there. */
  public static void touch(BlockReader store, BlockName name) throws IOException {
    store.read(name, Touch.RENEW).orElseThrow().close();
  }

  /** When the block of this name was last touched, as a reading says that may touch it. */
  public static Instant lastTouched(BlockReader store, BlockName name, Touch touch)
      throws IOException {
    try (Block block = store.read(name, touch).orElseThrow()) {
      return block.lastTouched();
    }
  }

  /** The text of the block of this name, read without touching. */
  public static String readText(BlockReader store, BlockName name) throws IOException {
    return new String(read(store, name), UTF_8);
  }
}
