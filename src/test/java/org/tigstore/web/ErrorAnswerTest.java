package org.tigstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Who gets a problem document. */
class ErrorAnswerTest {
  private static boolean getsDocument(String accept) {
    return ErrorAnswer.of(404, "reason", accept).hasContent();
  }

  @Property
  void noAcceptBreaksIt(@ForAll("accepts") String accept) {
    boolean names = accept.replace(" ", "").matches("(.*,)?application/(problem\\+)?json([,;].*)?");

    assertThat(getsDocument(accept) && !names).isFalse();
  }

  @Provide
  Arbitrary<String> accepts() {
    return Arbitraries.of(
            ";", ",", " ", "application/json", "application/problem+json", "q=0", "q=1", "*/*", "=")
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }

  @Example
  void onlyWhoNamesJsonGetsADocument() {
    assertThat(getsDocument("application/json")).isTrue();
    assertThat(getsDocument("text/html, Application/Problem+JSON;q=0.5")).isTrue();
    assertThat(getsDocument("application/json; q=0")).isFalse();
    assertThat(getsDocument("*/*")).isFalse();
    assertThat(getsDocument(";;")).isFalse();
    assertThat(ErrorAnswer.of(404, "reason", null).hasContent()).isFalse();
  }
}
