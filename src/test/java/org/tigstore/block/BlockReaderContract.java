package org.tigstore.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.tigstore.block.Bodies.append;
import static org.tigstore.block.Bodies.lastTouched;
import static org.tigstore.block.Bodies.nameOf;
import static org.tigstore.block.Bodies.read;
import static org.tigstore.block.Bodies.seal;
import static org.tigstore.block.Bodies.touch;
import static org.tigstore.block.Bodies.write;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link BlockReader} keeps, engines and others. */
public interface BlockReaderContract extends StoreUnderTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, LIMIT})
  default void sealedBytesReadBack(int length) throws IOException {
    byte[] bytes = Bodies.bytes(length);

    BlockName name = seal(store(), Bodies.of(bytes));

    assertThat(name).isEqualTo(Sha256.nameOf(bytes));
    assertThat(read(store(), name)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, LIMIT})
  default void bytesOfUnknownLengthReadBack(int length) throws IOException {
    byte[] bytes = Bodies.bytes(length);

    assertThat(read(store(), seal(store(), Bodies.ofUnknownLength(bytes)))).isEqualTo(bytes);
  }

  @Test
  default void aSealedBlockSaysSo() throws IOException {
    BlockName name = seal(store(), Bodies.of("abc"));

    try (Block block = store().read(name, Touch.KEEP).orElseThrow()) {
      assertThat(block.sealed()).isTrue();
      assertThat(block.name()).isEqualTo(name);
      assertThat(block.contentName()).contains(name);
      assertThat(block.length()).isEqualTo(3);
    }
  }

  @Test
  default void aSlotSaysSo() throws IOException {
    write(store(), SLOT, "abc");

    try (Block block = store().read(SLOT, Touch.KEEP).orElseThrow()) {
      assertThat(block.sealed()).isFalse();
      assertThat(block.name()).isEqualTo(SLOT);
      assertThat(block.contentName()).contains(nameOf("abc"));
    }
  }

  @Test
  default void aMissingBlockReadsAsNone() throws IOException {
    assertThat(store().read(SLOT, Touch.RENEW)).isEmpty();
  }

  @Test
  default void anyRangeReadsBack() throws IOException {
    byte[] bytes = Bodies.bytes(100_000);
    BlockName name = seal(store(), Bodies.of(bytes));

    try (Block block = store().read(name, Touch.KEEP).orElseThrow()) {
      assertThat(block.bytes(70_000, 20).readAllBytes())
          .isEqualTo(Arrays.copyOfRange(bytes, 70_000, 70_020));
      assertThat(block.bytes(100_000, 0).readAllBytes()).isEmpty();
      assertThat(block.bytes(99_999, 1).read()).isEqualTo(bytes[99_999] & 0xff);
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> block.bytes(99_999, 2));
    }
  }

  @Test
  default void anOpenBlockKeepsItsBytes() throws IOException {
    write(store(), SLOT, "old");

    try (Block block = store().read(SLOT, Touch.KEEP).orElseThrow()) {
      append(store(), SLOT, "er");
      write(store(), SLOT, "new value");
      store().delete(SLOT, Condition.NONE);

      assertThat(block.bytes().readAllBytes()).isEqualTo("old".getBytes(UTF_8));
    }
  }

  @Test
  default void everyTouchIsTheTimeOfTheClock() throws IOException {
    BlockName name = seal(store(), Bodies.of("abc"));
    touch(store(), name);
    clock().pass(Duration.ofMinutes(3));
    Instant touched = lastTouched(store(), name, Touch.RENEW);
    clock().pass(Duration.ofMinutes(3));

    assertThat(touched).isEqualTo(clock().instant().minus(Duration.ofMinutes(3)));
    assertThat(lastTouched(store(), name, Touch.KEEP)).isEqualTo(touched);
  }

  @Test
  default void aBlockReadsAgainAsItIs() throws IOException {
    write(store(), SLOT, "one");
    touch(store(), SLOT);
    write(store(), SLOT, "two");

    try (Block block = store().readAgain(SLOT).orElseThrow()) {
      assertThat(block.bytes().readAllBytes()).isEqualTo("two".getBytes(UTF_8));
    }
    store().delete(SLOT, Condition.NONE);
    assertThat(store().readAgain(SLOT)).isEmpty();
  }
}
