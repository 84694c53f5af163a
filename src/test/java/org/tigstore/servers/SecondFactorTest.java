package org.tigstore.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The codes of the second factor in config/security, as it is compiled from there. */
class SecondFactorTest {
  private static final String SOURCE =
      "config/security/second-factor/com/example/tig/OneTimeCodes.java";
  private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);
  private static final long NOW = 1_111_111_109;
  private static final int STEP = 30;

  @TempDir Path classes;
  private Codes codes = (code, seconds) -> false;

  /** What the class promises. */
  private interface Codes {
    boolean accept(String code, long seconds) throws ReflectiveOperationException;
  }

  @BeforeEach
  void compile() throws IOException, ReflectiveOperationException {
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-Xlint:all", "-Werror", "-d", classes.toString(), SOURCE))
        .isZero();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
      Class<?> type = loader.loadClass("com.example.tig.OneTimeCodes");
      Constructor<?> constructor = type.getDeclaredConstructor(byte[].class);
      constructor.setAccessible(true);
      Object compiled = constructor.newInstance(SECRET);
      Method accept = type.getDeclaredMethod("accept", String.class, long.class);
      accept.setAccessible(true);
      codes = (code, seconds) -> (boolean) accept.invoke(compiled, code, seconds);
    }
  }

  private static String code(long seconds) throws Exception {
    return TimeCode.at(seconds, SECRET, 6);
  }

  /** RFC 6238, appendix B: the last six of its eight digits. */
  @ParameterizedTest
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130"
  })
  void codeOfTheStandardCounts(long seconds, String code) throws Exception {
    assertThat(TimeCode.at(seconds, SECRET, 8)).isEqualTo(code);
    assertThat(codes.accept(code.substring(2), seconds)).isTrue();
  }

  @Test
  void codeCountsOnce() throws Exception {
    assertThat(codes.accept(code(NOW), NOW)).isTrue();
    assertThat(codes.accept(code(NOW), NOW)).isFalse();
    assertThat(codes.accept(code(NOW), NOW + STEP)).isFalse();
    assertThat(codes.accept(code(NOW - STEP), NOW)).isFalse();
    assertThat(codes.accept(code(NOW + STEP), NOW)).isTrue();
  }

  @Test
  void codeCountsOneStepEarlyOrLate() throws Exception {
    assertThat(codes.accept(code(NOW - 2 * STEP), NOW)).isFalse();
    assertThat(codes.accept(code(NOW + 2 * STEP), NOW)).isFalse();
    assertThat(codes.accept(code(NOW - STEP), NOW)).isTrue();
    assertThat(codes.accept(code(NOW + STEP), NOW)).isTrue();
  }

  @Test
  void afterFiveWrongCodesNoneCountsUntilTheNextStep() throws Exception {
    for (String wrong : new String[] {"", "00000", "0" + code(NOW), "x", "1234567"}) {
      assertThat(codes.accept(wrong, NOW)).isFalse();
    }
    assertThat(codes.accept(code(NOW), NOW)).isFalse();
    assertThat(codes.accept(code(NOW), NOW + STEP)).isTrue();
  }
}
