package org.tigstore.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Bodies.lastTouched;
import static org.tigstore.block.Bodies.nameOf;
import static org.tigstore.block.Bodies.readText;
import static org.tigstore.block.Bodies.seal;
import static org.tigstore.block.Bodies.write;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How every {@link BlockWriter} receives bodies, and what becomes of an {@link Upload}. */
public interface UploadContract extends StoreUnderTest {
  @Test
  default void sealingAgainChangesNothing() throws IOException {
    BlockName name = seal(store(), Bodies.of("abc"));

    assertThat(seal(store(), Bodies.of("abc"))).isEqualTo(name);

    assertThat(readText(store(), name)).isEqualTo("abc");
  }

  @Test
  default void aSlotSquattingOnAnothersNameYields() throws IOException {
    write(store(), nameOf("abc"), "squatter");

    seal(store(), Bodies.of("abc"));

    assertThat(readText(store(), nameOf("abc"))).isEqualTo("abc");
  }

  @Test
  default void theLimitIsSaid() {
    assertThat(store().maxBlockSize()).isEqualTo(LIMIT);
  }

  @Test
  default void aBodyOverTheLimitIsRefused() {
    byte[] bytes = Bodies.bytes(LIMIT + 1);

    assertRefused(Refusal.TOO_LARGE, () -> store().receive(Bodies.of(bytes)));
    assertRefused(Refusal.TOO_LARGE, () -> store().receive(Bodies.ofUnknownLength(bytes)));
  }

  @Test
  default void aBodyAnnouncedOverTheLimitIsRefusedUnread() throws IOException {
    Body body = new Body(broken(), LIMIT + 1);

    assertRefused(Refusal.TOO_LARGE, () -> store().receive(body));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 70_000})
  default void aBodyThatEndsEarlyIsRefused(int length) {
    Body body = new Body(new ByteArrayInputStream(Bodies.bytes(length)), length + 1);

    assertRefused(Refusal.BODY_INCOMPLETE, () -> store().receive(body));
  }

  @Test
  default void aBodyThatGoesOnIsRefused() {
    Body body = new Body(new ByteArrayInputStream(Bodies.bytes(10)), 9);

    assertRefused(Refusal.BODY_INCOMPLETE, () -> store().receive(body));
  }

  @Test
  default void aBodyThatBreaksOffIsRefused() throws IOException {
    Body body = new Body(broken(), 5);

    assertRefused(Refusal.BODY_INCOMPLETE, () -> store().receive(body));
  }

  @Test
  default void aBodyThatIsNotTheAnnouncedOneIsRefused() {
    byte[] bytes = Bodies.bytes(10);
    List<BlockName> both = List.of(Sha256.nameOf(bytes), nameOf("another"));
    Body body = new Body(new ByteArrayInputStream(bytes), 10, Bodies.announced(both));
    Body again = new Body(new ByteArrayInputStream(bytes), 10, Bodies.announced(both));

    assertRefused(Refusal.DIGEST_MISMATCH, () -> store().receive(body));
    assertRefused(Refusal.DIGEST_MISMATCH, () -> store().write(SLOT, again, Condition.NONE));
  }

  /** A stream that throws when it is read. */
  private static InputStream broken() throws IOException {
    InputStream stream = new BufferedInputStream(InputStream.nullInputStream());
    stream.close();
    return stream;
  }

  @Test
  default void anUploadThatIsOnlyClosedStoresNothing() throws IOException {
    store().receive(Bodies.of("abc")).close();

    assertThat(store().read(nameOf("abc"), Touch.KEEP)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 65_536, LIMIT})
  default void whatWasReceivedReadsBackAnyNumberOfTimes(int length) throws IOException {
    byte[] bytes = Bodies.bytes(length);

    try (Upload upload = store().receive(Bodies.ofUnknownLength(bytes))) {
      assertThat(upload.length()).isEqualTo(length);
      assertThat(upload.bytes().readAllBytes()).isEqualTo(bytes);
      assertThat(upload.bytes(length / 2, length - length / 2).readAllBytes())
          .isEqualTo(Arrays.copyOfRange(bytes, length / 2, length));
    }
  }

  @Test
  default void slotYieldsToABlockOfItsNameUnlessItIsNotTo() throws IOException {
    BlockName name = nameOf("abc");
    write(store(), name, "squatting");
    try (Upload upload = store().receive(Bodies.of("abc"))) {
      assertRefused(Refusal.TAKEN, upload::sealUnlessTaken);
    }
    assertThat(readText(store(), name)).isEqualTo("squatting");
    assertThat(seal(store(), Bodies.of("abc"))).isEqualTo(name);
    assertThat(readText(store(), name)).isEqualTo("abc");
  }

  @Test
  default void whatIsSealedIsSealedAgainUnlessThereIsASlot() throws IOException {
    for (int times = 0; times < 2; times++) {
      try (Upload upload = store().receive(Bodies.of("abc"))) {
        upload.sealUnlessTaken();
      }
      assertThat(readText(store(), nameOf("abc"))).isEqualTo("abc");
      clock().pass(Duration.ofMinutes(3));
    }
    assertThat(lastTouched(store(), nameOf("abc"), Touch.KEEP))
        .isEqualTo(clock().instant().minus(Duration.ofMinutes(3)));
  }
}
