package org.tigstore.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.IOException;
import java.net.URLEncoder;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.tigstore.block.Refusal;

/** Parameters of a query string. */
class QueryTest {
  @Property
  void whatWasEncodedReadsBack(
      @ForAll @CharRange(from = ' ', to = '\uabcd') String name,
      @ForAll @CharRange(from = ' ', to = '\uabcd') String value) {
    String text =
        "x" + URLEncoder.encode(name, UTF_8) + "=" + URLEncoder.encode(value, UTF_8) + "&y=z";

    assertThat(Query.parse(text).value("x" + name)).contains(value);
  }

  @Property
  void noTextBreaksIt(@ForAll String text) {
    assertThat(Query.parse("a=" + text.replace("&", "")).value("a")).isPresent();
  }

  @Example
  void whatIsNoEscapeIsItself() {
    assertThat(Query.parse("f=100%&g").value("f")).contains("100%");
    assertThat(Query.parse("f=%zz%4").value("f")).contains("%zz%4");
    assertThat(Query.parse("f=%25s").value("f")).contains("%s");
  }

  @Example
  void aPlusIsASpaceOrItself() {
    Query query = Query.parse("f=a+b%2Bc");

    assertThat(query.value("f")).contains("a b+c");
    assertThat(query.valueWithPlus("f")).contains("a+b+c");
  }

  @Example
  void theFirstOfSeveralCounts() {
    assertThat(Query.parse("f=1&f=2").value("f")).contains("1");
    assertThat(Query.parse("ff=1&f=a=b").value("f")).contains("a=b");
    assertThat(Query.parse("f").value("f")).contains("");
    assertThat(Query.parse("g=1").value("f")).isEmpty();
    assertThat(Query.parse(null).value("f")).isEmpty();
  }

  @Example
  void aSwitchIsZeroOrOne() throws IOException {
    assertThat(Query.parse("take=1").isOn("take")).isTrue();
    assertThat(Query.parse("take=0").isOn("take")).isFalse();
    assertThat(Query.parse("").isOn("take")).isFalse();
    assertThat(Query.parse("chtimes=0").isOff("chtimes")).isTrue();
    assertThat(Query.parse("chtimes=1").isOff("chtimes")).isFalse();
    assertThat(Query.parse("").isOff("chtimes")).isFalse();
    assertRefused(Refusal.MALFORMED, () -> Query.parse("take=true").isOn("take"));
    assertRefused(Refusal.MALFORMED, () -> Query.parse("take").isOn("take"));
  }
}
