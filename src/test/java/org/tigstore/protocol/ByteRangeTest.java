package org.tigstore.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a Range field asks for. */
class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=0-9, 0, 10",
    "bytes=3-, 3, 7",
    "bytes=-3, 7, 3",
    "bytes=-30, 0, 10",
    "bytes=5-5, 5, 1",
    "bytes=5-99999999999999999999999999, 5, 5",
    "BYTES= 1-2 , 1, 2"
  })
  void oneRangeIsGiven(String field, long offset, long length) throws IOException {
    assertThat(ByteRange.parse(field, 10)).contains(new ByteRange(offset, length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "bytes=", "bytes=-", "bytes=2-1", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b"})
  void whatIsNotOneRangeIsForTheWhole(String field) throws IOException {
    assertThat(ByteRange.parse(field, 10)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-"})
  void aRangeOutsideIsRefused(String field) {
    assertThatExceptionOfType(UnsatisfiableRangeException.class)
        .isThrownBy(() -> ByteRange.parse(field, 10))
        .matches(refused -> refused.contentRange().equals("bytes */10"));
  }

  @Property
  void aRangeNeverLeavesTheBytes(
      @ForAll @LongRange(min = 0, max = 1000) long first,
      @ForAll @LongRange(min = 0, max = 1000) long last,
      @ForAll @LongRange(min = 1, max = 1000) long total)
      throws IOException {
    if (first < total && first <= last) {
      ByteRange range = ByteRange.parse("bytes=" + first + "-" + last, total).orElseThrow();

      assertThat(range.offset()).isEqualTo(first);
      assertThat(range.length()).isEqualTo(Math.min(last, total - 1) - first + 1);
      assertThat(range.contentRange(total))
          .isEqualTo("bytes " + first + "-" + Math.min(last, total - 1) + "/" + total);
    }
  }

  @Property
  void noTextBreaksIt(@ForAll @StringLength(max = 30) String text) {
    try {
      ByteRange.parse("bytes=" + text, 10)
          .ifPresent(range -> assertThat(range.offset() + range.length()).isLessThanOrEqualTo(10));
    } catch (UnsatisfiableRangeException e) {
      assertThat(e.contentRange()).isEqualTo("bytes */10");
    }
  }

  @Example
  void nothingCanBePartOfNothing() {
    assertThatExceptionOfType(UnsatisfiableRangeException.class)
        .isThrownBy(() -> ByteRange.parse("bytes=0-", 0));
  }
}
