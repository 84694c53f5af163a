package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form in which answers show paths. */
@VariesByServer
class FormatIT extends HttpTest {
  private RequestSpecification with(String body) {
    return tig().body(body);
  }

  @Test
  void everyAnswerWithAPathIsFormatted() {
    String text = unique();
    String sealed = "<" + "/" + nameOf(text) + ">";
    String slot = freshSlot();
    String formatted = "<" + slot + ">";
    String format = "format=%3c*%3e";
    with(text).put("/?" + format).then().statusCode(200).body(equalTo(sealed));
    with(text).post("/?" + format).then().statusCode(200).body(equalTo(sealed));
    with(text).put("/kv?" + format).then().statusCode(200).body(equalTo(sealed));
    with("a").put(slot + "?setifnot=1&" + format).then().statusCode(200).body(equalTo(formatted));
    with("a").put(slot + "?" + format).then().statusCode(200).body(equalTo(formatted));
    with("a").post(slot + "?append=1&" + format).then().statusCode(200).body(equalTo(formatted));
    tig().delete(slot + "?" + format).then().statusCode(200).body(equalTo(formatted));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:7777*, http://127.0.0.1:7777{}",
    "'', {}",
    "*, {}",
    "**, {}*",
    "*-*, {}-*",
    "%2A, {}",
    "%2A%2A, {}*",
    "fixed, fixed",
    "%25s*, %s{}",
    "%25d%25n*%25, %d%n{}%",
    "%2525*, %25{}",
    "$0*$1, $0{}$1",
    "%5c1*%5c, \\1{}\\",
    "curl%20-s%20*, curl -s {}",
    "a%26b*, a&b{}",
    "*?burst=1, {}?burst=1"
  })
  void firstStarIsThePathAndAllElseIsLiteral(String format, String shown) {
    String path = freshSlot();
    with("value")
        .put(path + "?format=" + format)
        .then()
        .statusCode(200)
        .body(equalTo(shown.replace("{}", path)));
  }

  @Test
  void textOfAnyLanguageIsLiteral() {
    String path = freshSlot();
    byte[] answer =
        with("value").put(path + "?format=%C3%A9%E2%82%AC*").then().extract().asByteArray();
    assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("é€" + path);
  }

  @Test
  void percentSignThatEscapesNothingIsLiteral() throws IOException {
    String path = freshSlot();
    try (RawConnection connection = connection()) {
      connection.head("PUT " + path + "?format=100%*%zz%", "Content-Length: 1").send("x");
      assertThat(connection.answer().body()).isEqualTo("100%" + path + "%zz%");
    }
  }

  @Test
  void formattedAnswerIsStillText() {
    with("value")
        .put(freshSlot() + "?format=%3Cscript%3E*&Content-Type=text/html")
        .then()
        .contentType("text/plain")
        .header("X-Content-Type-Options", equalTo("nosniff"));
  }

  @Test
  void errorsStayEmpty() {
    tig().delete(freshSlot() + "?format=x*").then().statusCode(404).body(emptyString());
    with("x").put(slot("y") + "?setifnot=1&format=x*").then().statusCode(409).body(emptyString());
  }

  @Test
  void readingsAreNotFormatted() {
    assertThat(read(slot("a * b") + "?format=x*")).isEqualTo("a * b");
  }
}
