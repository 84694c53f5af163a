package org.tigstore.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Bodies;
import org.tigstore.block.ManualClock;
import org.tigstore.block.MemoryBlockStore;
import org.tigstore.block.SlotGuard;
import org.tigstore.block.Touch;

/** Bursts over an engine in memory. */
class BurstTest {
  private final BlockStore store =
      new MemoryBlockStore(1_000_000, SlotGuard.NONE, new ManualClock());
  private final Reads reads = new Reads(Reach.within(store));

  private BlockName index(List<BlockName> parts) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (BlockName part : parts) {
      lines.append('/').append(part).append('\n');
    }
    return Bodies.seal(store, Bodies.of(lines.toString()));
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
      parts.add(Bodies.seal(store, Bodies.of(part)));
    }
    byte[] expected = concatenation.toByteArray();
    int start = Math.min(from, expected.length);
    int end = Math.max(start, Math.min(to, expected.length));

    try (Representation burst = reads.burst(index(parts), Touch.RESTART)) {
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

  @Example
  void aPartThatChangesItsLengthCutsTheBurstShort() throws IOException {
    BlockName slot = Bodies.nameOf("slot");
    BlockName last = Bodies.seal(store, Bodies.of("last"));
    Bodies.write(store, slot, "abc");
    try (Representation burst = reads.burst(index(List.of(slot, last)), Touch.RESTART)) {
      for (String value : List.of("ab", "abcd", "abcdefghijkl")) {
        Bodies.write(store, slot, value);

        try (InputStream bytes = burst.content().bytes()) {
          assertThatIOException().isThrownBy(bytes::readAllBytes);
        }
      }
    }
  }

  @Example
  void aPartThatChangesButKeepsItsLengthIsReadAsItIsThen() throws IOException {
    BlockName slot = Bodies.nameOf("slot");
    Bodies.write(store, slot, "abc");
    try (Representation burst = reads.burst(index(List.of(slot, slot)), Touch.RESTART)) {
      Bodies.write(store, slot, "xyz");

      assertThat(burst.content().bytes().readAllBytes()).isEqualTo("xyzxyz".getBytes(UTF_8));
    }
  }
}
