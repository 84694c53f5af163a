package org.tigstore.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.tigstore.block.BlockName;
import org.tigstore.block.Sha256;

/** Where files are cut. */
class FastCdcTest {
  private static final int MEBIBYTE = 1024 * 1024;
  private static final FastCdc CHUNKER = new FastCdc();

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static List<byte[]> chunks(InputStream bytes) throws IOException {
    List<byte[]> chunks = new ArrayList<>();
    CHUNKER.cut(bytes);
    for (byte[] next = CHUNKER.next(); next.length > 0; next = CHUNKER.next()) {
      chunks.add(next);
    }
    return chunks;
  }

  private static List<byte[]> chunks(byte[] bytes) throws IOException {
    return chunks(new ByteArrayInputStream(bytes));
  }

  private static byte[] joined(List<byte[]> chunks) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    chunks.forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }

  private static List<Integer> lengths(List<byte[]> chunks) {
    return chunks.stream().map(chunk -> chunk.length).toList();
  }

  private static Set<BlockName> names(byte[] bytes) throws IOException {
    Set<BlockName> names = new HashSet<>();
    chunks(bytes).forEach(chunk -> names.add(Sha256.nameOf(chunk)));
    return names;
  }

  @Property(tries = 20)
  void chunksAreTheInputWithinTheirBounds(
      @ForAll long seed, @ForAll @IntRange(max = 12 * MEBIBYTE) int length) throws IOException {
    byte[] bytes = bytes(seed, length);
    List<byte[]> chunks = chunks(bytes);
    assertThat(joined(chunks)).isEqualTo(bytes);
    assertThat(chunks).allMatch(chunk -> chunk.length <= FastCdc.MAXIMUM);
    assertThat(chunks.stream().limit(Math.max(0, chunks.size() - 1)))
        .allMatch(chunk -> chunk.length >= FastCdc.MINIMUM);
  }

  @Property(tries = 10)
  void cutsDoNotDependOnTheSizeOfReads(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 99_999) int most) throws IOException {
    byte[] bytes = bytes(seed, 9 * MEBIBYTE);
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          public int read(byte[] target, int offset, int count) throws IOException {
            return in.read(target, offset, Math.min(count, most));
          }
        };
    assertThat(lengths(chunks(slow))).isEqualTo(lengths(chunks(bytes)));
  }

  @Property(tries = 10)
  void insertionChangesOnlyChunksNearIt(
      @ForAll long seed,
      @ForAll @IntRange(max = 16 * MEBIBYTE) int place,
      @ForAll @IntRange(min = 1, max = 1000) int count)
      throws IOException {
    byte[] before = bytes(seed, 16 * MEBIBYTE);
    byte[] after = new byte[before.length + count];
    System.arraycopy(before, 0, after, 0, place);
    System.arraycopy(bytes(seed + 1, count), 0, after, place, count);
    System.arraycopy(before, place, after, place + count, before.length - place);
    Set<BlockName> changed = names(after);
    changed.removeAll(names(before));
    // One as a rule; some more until a cut of both falls on the same byte.
    assertThat(changed).hasSizeLessThanOrEqualTo(6);
  }

  @Test
  void averageIsAboutAMebibyte() throws IOException {
    int chunks = chunks(bytes(1, 64 * MEBIBYTE)).size();
    assertThat(chunks).isBetween(40, 80);
  }

  @Test
  void zerosAreCutAtTheMaximum() throws IOException {
    byte[] zeros = new byte[2 * FastCdc.MAXIMUM];
    assertThat(lengths(chunks(zeros))).containsOnly(FastCdc.MAXIMUM);
    // Not by the shortcut for whole chunks of zeros, but by the hash of zeros.
    zeros[FastCdc.MAXIMUM - 1] = 1;
    byte[] first = chunks(zeros).get(0);
    assertThat(first).hasSize(FastCdc.MAXIMUM);
    assertThat(Arrays.copyOf(first, FastCdc.MAXIMUM - 1)).containsOnly(0);
  }

  /** Whoever changes this makes every large file be sent again. */
  @Test
  void cutsStayWhereTheyAre() throws IOException {
    assertThat(lengths(chunks(bytes(42, 8 * MEBIBYTE))))
        .containsExactly(1262457, 1079681, 1202382, 1323245, 1100682, 1178040, 1242121);
  }
}
