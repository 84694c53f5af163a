package org.tigstore.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;

/** Percent-encoding. */
class EscapesTest {
  @Property
  void whatWasEncodedReadsBack(@ForAll @CharRange(from = '\0', to = '\uabcd') String text) {
    assertThat(Escapes.decode(URLEncoder.encode(text, UTF_8).replace("+", "%20"))).isEqualTo(text);
  }

  @Property
  void whatHasNoPercentSignIsItself(@ForAll String text) {
    String plain = text.replace("%", "");

    assertThat(Escapes.decode(plain)).isEqualTo(plain);
  }

  @Example
  void whatIsNoEscapeIsItself() {
    assertThat(Escapes.decode("%")).isEqualTo("%");
    assertThat(Escapes.decode("%4")).isEqualTo("%4");
    assertThat(Escapes.decode("%%41")).isEqualTo("%A");
    assertThat(Escapes.decode("%4g%zz%+1")).isEqualTo("%4g%zz%+1");
    assertThat(Escapes.decode("%2541")).isEqualTo("%41");
    assertThat(Escapes.decode("é%41")).isEqualTo("éA");
  }

  @Example
  void bytesThatAreNoTextBecomeNoOtherText() {
    assertThat(Escapes.decode("%c0%ae")).doesNotContain(".");
    assertThat(Escapes.decode("%e0%80%af%41")).doesNotContain("/").endsWith("A");
    assertThat(Escapes.decode("%ed%a0%80")).doesNotContain("\ud800");
  }
}
