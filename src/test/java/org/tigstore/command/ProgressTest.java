package org.tigstore.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private static final long MIB = 1 << 20;

  private static String after(long bytes, long total, int seconds) {
    try (Progress progress = new Progress(false, "file", total)) {
      progress.add(bytes);
      return progress.line(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void lineTellsBytesRateAndTimeLeft() {
    assertThat(after(MIB, 4 * MIB, 64))
        .isEqualTo("file 1.0 MiB of 4.0 MiB  #####............... 25 %  16.0 KiB/s  3:12 left");
  }

  @Test
  void lineOfUnknownLengthTellsBytesAndRate() {
    assertThat(after(3 * MIB, -1, 3)).isEqualTo("file 3.0 MiB  1.0 MiB/s");
  }

  @Test
  void fileThatGrewIsNeverMoreThanDone() {
    assertThat(after(8 * MIB, 4 * MIB, 1)).contains(" 100 % ", " 0:00 left");
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "1610612736, 1.5 GiB"})
  void sizesAreShort(long bytes, String text) {
    assertThat(Progress.size(bytes)).isEqualTo(text);
  }
}
