package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What errors say, and what they do not. */
@VariesByServer
class ErrorAnswerIT extends HttpTest {
  private static final String ERRORS =
      """
      PUT,      /nothing,                  '',                       400
      POST,     /nothing/at/all,           '',                       400
      GET,      {sealed}?Content-Type=x,   '',                       400
      PUT,      {free},                    Content-Digest: sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:, 400
      GET,      /,                         '',                       403
      GET,      {channel},                 '',                       403
      GET,      {free},                    '',                       404
      GET,      /nothing,                  '',                       404
      GET,      /nothing/at/all,           '',                       404
      DELETE,   {free},                    '',                       404
      GET,      {free}?take=1,             '',                       404
      PATCH,    {slot},                    '',                       405
      DELETE,   /,                         '',                       405
      PUT,      {sealed},                  '',                       409
      DELETE,   {sealed},                  '',                       409
      PUT,      {slot}?setifnot=1,         '',                       409
      PUT,      {slot},                    If-None-Match: *,         412
      GET,      {sealed},                  Range: bytes=1000-,       416
      GET,      {slot}?burst=1,            '',                       422
      """;

  private Response sent(RequestSpecification request, String method, String target, String field) {
    if (!field.isEmpty()) {
      int colon = field.indexOf(':');
      request.header(field.substring(0, colon), field.substring(colon + 1).strip());
    }
    return request.request(method, filled(target));
  }

  private String filled(String target) {
    int end = target.indexOf('}') + 1;
    String path =
        switch (target.substring(0, end)) {
          case "{sealed}" -> sealed("abc");
          case "{slot}" -> slot("value");
          case "{free}" -> freshSlot();
          case "{channel}" -> slot("Write only channel to tig " + freshSlot());
          default -> "";
        };
    return path + target.substring(end);
  }

  @ParameterizedTest
  @CsvSource(textBlock = ERRORS)
  void errorsHaveNoBodyButAReason(String method, String target, String field, int status) {
    sent(tig(), method, target, field)
        .then()
        .statusCode(status)
        .header("Tig-Reason", matchesPattern("[\\x20-\\x7e]{3,}"))
        .header("Cache-Control", equalTo("no-store"))
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .body(emptyString());
  }

  @ParameterizedTest
  @CsvSource(textBlock = ERRORS)
  void callersOfJsonGetAProblem(String method, String target, String field, int status) {
    Response answer = sent(tig().accept("application/problem+json"), method, target, field);
    answer
        .then()
        .statusCode(status)
        .header("Content-Type", startsWith("application/problem+json"))
        .header("Cache-Control", equalTo("no-store"))
        .header("X-Content-Type-Options", equalTo("nosniff"));
    assertThat(answer.jsonPath().getInt("status")).isEqualTo(status);
    assertThat(answer.jsonPath().getString("detail")).isEqualTo(answer.header("Tig-Reason"));
    assertThat(answer.jsonPath().getString("title")).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "text/html, application/problem+json;q=0.5",
        "Application/JSON; charset=utf-8"
      })
  void callersOfJsonAreKnownByAnyForm(String accept) {
    tig()
        .accept(accept)
        .get(freshSlot())
        .then()
        .statusCode(404)
        .header("Content-Type", startsWith("application/problem+json"))
        .body("status", equalTo(404));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*/*", "application/*", "text/html", "application/xml"})
  void otherCallersGetNoBody(String accept) {
    tig().accept(accept).get(freshSlot()).then().statusCode(404).body(emptyString());
  }

  @Test
  void headGetsTheReasonAndNoProblem() {
    Response answer = tig().accept("application/problem+json").head(freshSlot());
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.header("Tig-Reason")).isNotBlank();
    assertThat(answer.asByteArray()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"burst", "take", "chtimes"})
  void switchThatIsNeitherOnNorOffIsRefused(String parameter) {
    String path = slot("value");
    tig().get(path + "?" + parameter + "=maybe").then().statusCode(400).body(emptyString());
    assertThat(read(path)).isEqualTo("value");
  }

  /** Some runtimes refuse what they cannot read, or what they think they cannot give. */
  @ParameterizedTest
  @ValueSource(strings = {"x", ",;,", "text/html", "*/*;q=0", "text/plain;q=x"})
  void whatACallerAcceptsRefusesNothing(String accept) {
    String path = tig().header("Accept", accept).body("abc").put("/").asString();
    assertThat(path).isEqualTo("/" + nameOf("abc"));
    for (String query : new String[] {"", "?chtimes=0"}) {
      tig().header("Accept", accept).get(path + query).then().statusCode(200);
      tig().header("Accept", accept).get(freshSlot() + query).then().statusCode(404);
      tig().header("Accept", accept).head(freshSlot() + query).then().statusCode(404);
    }
  }
}
