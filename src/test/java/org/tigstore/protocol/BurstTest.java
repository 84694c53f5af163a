package org.tigstore.protocol;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Touch;

/** Reading an index as the concatenation of what it names. */
class BurstTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @RegisterExtension final MemoryTig tig = new MemoryTig();

  private BlockName index(List<BlockName> parts) throws IOException {
    return tig.sealed(lines(parts));
  }

  private BlockName index(BlockName... parts) throws IOException {
    return index(List.of(parts));
  }

  private static String lines(List<BlockName> parts) {
    return parts.stream().map(part -> "/" + part + "\n").collect(joining());
  }

  private Representation read(BlockName index) throws IOException {
    return tig.reads().burst(index, Touch.KEEP);
  }

  private void write(BlockName slot, String value) throws IOException {
    Bodies.write(tig.store(), slot, value);
  }

  @Property(tries = 300)
  void everyRangeOfABurstIsThatRangeOfTheConcatenation(
      @ForAll @Size(max = 12) List<@IntRange(min = 0, max = 40) Integer> lengths,
      @ForAll @IntRange(min = 0, max = 500) int from,
      @ForAll @IntRange(min = 0, max = 500) int to,
      @ForAll @IntRange(min = 1, max = 64) int chunk)
      throws IOException {
    ByteArrayOutputStream concatenation = new ByteArrayOutputStream();
    List<BlockName> parts = new ArrayList<>();
    for (int length : lengths) {
      byte[] part = Bodies.bytes(length);
      concatenation.write(part);
      parts.add(Bodies.seal(tig.store(), Bodies.of(part)));
    }
    byte[] expected = concatenation.toByteArray();
    int start = Math.min(from, expected.length);
    int end = Math.max(start, Math.min(to, expected.length));

    try (Representation burst = read(index(parts))) {
      assertThat(burst.content().length()).isEqualTo(expected.length);
      assertThat(readBy(chunk, burst.content().bytes(start, end - start)))
          .isEqualTo(Arrays.copyOfRange(expected, start, end));
    }
  }

  private static byte[] readBy(int chunk, InputStream stream) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (stream) {
      byte[] buffer = new byte[chunk];
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        all.write(buffer, 0, count);
      }
    }
    return all.toByteArray();
  }

  @Test
  void partChangingItsLengthAbortsTheBurst() throws IOException {
    BlockName slot = tig.slot("abc");
    BlockName last = tig.sealed("last");
    try (Representation burst = read(index(slot, last))) {
      for (String value : List.of("ab", "abcd", "abcdefghijkl")) {
        write(slot, value);

        try (InputStream bytes = burst.content().bytes()) {
          assertThatIOException().isThrownBy(bytes::readAllBytes);
        }
      }
    }
  }

  @Test
  void partChangingWithinItsLengthIsReadAsItIsThen() throws IOException {
    BlockName slot = tig.slot("abc");
    try (Representation burst = read(index(slot, slot))) {
      write(slot, "xyz");

      assertThat(MemoryTig.text(burst)).isEqualTo("xyzxyz");
    }
  }

  @Test
  void partDeletedDuringTheBurstAbortsIt() throws IOException {
    BlockName slot = tig.slot("abc");
    try (Representation burst = read(index(tig.sealed("first"), slot));
        InputStream bytes = burst.content().bytes()) {
      assertThat(bytes.read(new byte[5])).isEqualTo(5);
      tig.writes().delete(slot, Condition.NONE);

      assertRefused(Refusal.MISSING, bytes::readAllBytes);
    }
  }

  @Test
  void partsAreJoinedInTheOrderOfTheLines() throws IOException {
    BlockName abc = tig.sealed("abc");
    BlockName empty = tig.sealed("");
    BlockName slot = tig.slot("slot");

    assertThat(tig.burst(index(abc, empty, slot, abc))).isEqualTo("abcslotabc");
    assertThat(tig.burst(index())).isEmpty();
    assertThat(tig.burst(tig.slot("\r\n" + abc + "\r\n\nhttp://host/tig/" + slot)))
        .isEqualTo("abcslot");
  }

  @Test
  void burstIsOneLevelDeep() throws IOException {
    BlockName abc = tig.sealed("abc");

    assertThat(tig.burst(index(index(abc), abc))).isEqualTo(lines(List.of(abc)) + "abc");
  }

  @Test
  void burstOfASlotFollowsItsValue() throws IOException {
    BlockName abc = tig.sealed("abc");
    BlockName slot = tig.slot(lines(List.of(abc)));
    assertThat(tig.burst(slot)).isEqualTo("abc");

    write(slot, lines(List.of(abc, abc)));

    assertThat(tig.burst(slot)).isEqualTo("abcabc");
  }

  @Test
  void burstHasALengthAndNoTagAndMayChange() throws IOException {
    BlockName abc = tig.sealed("abc");

    try (Representation burst = read(index(abc, abc))) {
      assertThat(burst.content().length()).isEqualTo(6);
      assertThat(burst.tag()).isEmpty();
      assertThat(burst.immutable()).isFalse();
      assertThatExceptionOfType(IndexOutOfBoundsException.class)
          .isThrownBy(() -> burst.content().bytes(5, 2));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void missingPartIsReportedBeforeTheFirstByte(int position) throws IOException {
    BlockName missing = tig.freshSlot();
    List<BlockName> parts = new ArrayList<>(List.of(tig.sealed("abc"), tig.slot("slot")));
    parts.add(position, missing);

    assertPartRefused(Refusal.MISSING, missing, index(parts));
  }

  @Test
  void partsMayBeReadChannelsOnly() throws IOException {
    BlockName target = tig.slot("target");
    BlockName reading = tig.slot("Read only channel to tig /" + target);
    BlockName writing = tig.sealed("Write only channel to tig /" + target);
    BlockName dangling = tig.slot("Read only channel to tig /" + tig.freshSlot());
    BlockName twice = tig.sealed("Read only channel to tig /" + reading);

    assertThat(tig.burst(index(reading, target))).isEqualTo("targettarget");
    assertPartRefused(Refusal.CHANNEL_CLOSED, writing, index(target, writing));
    assertPartRefused(Refusal.DANGLING, dangling, index(target, dangling));
    assertPartRefused(Refusal.CHANNEL_CLOSED, twice, index(target, twice));
  }

  private void assertPartRefused(Refusal refusal, BlockName part, BlockName index) {
    tig.assertRefusedUnchanged(refusal, () -> read(index));
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> read(index))
        .satisfies(refused -> assertThat(refused.reason()).contains("/" + part));
  }

  @Test
  void damagedPartIsReported() throws IOException {
    BlockName part = tig.sealed("abc");
    tig.store().refuse(part, Refusal.DAMAGED);

    assertPartRefused(Refusal.DAMAGED, part, index(tig.sealed("first"), part));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no name", "/x.tig", "\0", "../../etc/passwd"})
  void indexWithAnInvalidLineIsRefused(String line) throws IOException {
    BlockName index = tig.slot("/" + tig.sealed("abc") + "\n" + line);

    tig.assertRefusedUnchanged(Refusal.NOT_AN_INDEX, () -> read(index));
  }

  @Test
  void missingIndexIsMissing() {
    BlockName missing = tig.freshSlot();

    tig.assertRefusedUnchanged(Refusal.MISSING, () -> read(missing));
  }

  @Test
  void burstTouchesIndexPartsAndTargetsOrNothing() throws IOException {
    BlockName target = tig.slot("target");
    Instant oldest = tig.now();
    tig.pass(MINUTE);
    BlockName channel = tig.slot("Read only channel to tig /" + target);
    BlockName part = tig.sealed("abc");
    BlockName index = index(part, channel, part);
    tig.pass(MINUTE);
    Map<BlockName, MemoryTig.Stored> before = tig.blocks();

    try (Representation left = tig.reads().burst(index, Touch.KEEP)) {
      assertThat(MemoryTig.text(left)).isEqualTo("abctargetabc");
      assertThat(left.lastTouched()).isEqualTo(oldest);
    }
    assertThat(tig.blocks()).isEqualTo(before);
    try (Representation touched = tig.reads().burst(index, Touch.RENEW)) {
      assertThat(touched.lastTouched()).isEqualTo(tig.now());
    }
    assertThat(tig.blocks().values())
        .hasSize(4)
        .allSatisfy(stored -> assertThat(stored.touched()).isEqualTo(tig.now()));
  }

  @Test
  void readingTheBytesOfABurstTouchesNothing() throws IOException {
    BlockName index = index(tig.sealed("abc"));
    try (Representation burst = tig.reads().burst(index, Touch.RENEW)) {
      Map<BlockName, MemoryTig.Stored> before = tig.blocks();
      tig.pass(MINUTE);

      assertThat(MemoryTig.text(burst)).isEqualTo("abc");
      assertThat(tig.blocks()).isEqualTo(before);
    }
  }

  @Test
  void burstIsAsOldAsItsIndex() throws IOException {
    BlockName slot = tig.slot("abc");
    BlockName index = index(slot);
    Instant oldest = tig.now();
    tig.pass(MINUTE);
    write(slot, "def");

    try (Representation burst = read(index)) {
      assertThat(burst.lastTouched()).isEqualTo(oldest);
    }
  }
}
