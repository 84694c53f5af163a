package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a page of another site cannot make an employee's browser do. */
@VariesByServer
class CrossSiteIT extends HttpTest {
  private static final String CHANGES =
      """
      POST,   /,      ''
      PUT,    /,      ''
      PUT,    {slot}, ''
      POST,   {slot}, append=1
      PUT,    {slot}, setifnot=1
      GET,    {slot}, take=1
      DELETE, {slot}, ''
      """;

  private static Response sent(
      RequestSpecification browser, String method, String path, String query) {
    // Some servers refuse a body where the method has none.
    RequestSpecification request = method.startsWith("P") ? browser.body("x") : browser;
    return request.request(method, query.isEmpty() ? path : path + "?" + query);
  }

  @ParameterizedTest
  @CsvSource(textBlock = CHANGES)
  void otherSitesChangeNothing(String method, String target, String query) {
    String slot = slot("value");
    String path = target.replace("{slot}", slot);
    for (RequestSpecification browser :
        new RequestSpecification[] {
          tig().header("Origin", "https://evil.example.com"),
          tig().header("Origin", "null"),
          tig().header("Origin", "not an origin"),
          tig().header("Sec-Fetch-Site", "cross-site"),
          tig().header("Sec-Fetch-Site", "same-site"),
          tig().header("Sec-Fetch-Site", "cross-site").header("Origin", ownOrigin())
        }) {
      sent(browser, method, path, query)
          .then()
          .statusCode(403)
          .header("Access-Control-Allow-Origin", nullValue())
          .body(emptyString());
    }
    assertThat(read(slot)).isEqualTo("value");
  }

  @ParameterizedTest
  @CsvSource(textBlock = CHANGES)
  void ownPagesAndTheAddressBarMayChangeBlocks(String method, String target, String query) {
    for (RequestSpecification browser :
        new RequestSpecification[] {
          tig().header("Origin", ownOrigin()),
          tig().header("Sec-Fetch-Site", "same-origin"),
          tig().header("Sec-Fetch-Site", "none")
        }) {
      String path = query.equals("setifnot=1") ? freshSlot() : slot("value");
      sent(browser, method, target.replace("{slot}", path), query).then().statusCode(200);
    }
  }

  @ParameterizedTest
  @CsvSource({"GET, ''", "HEAD, ''", "GET, chtimes=0"})
  void otherSitesMayLinkToBlocks(String method, String query) {
    RequestSpecification browser = tig().header("Sec-Fetch-Site", "cross-site");
    sent(browser, method, slot("value"), query)
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", nullValue());
  }

  @ParameterizedTest
  @CsvSource(textBlock = CHANGES)
  void keyIsShownOnPurpose(String method, String target, String query) throws IOException {
    String path = query.equals("setifnot=1") ? freshSlot() : slot("value");
    ApiKeyFile.set("Secret-7");
    RequestSpecification page =
        tig().header("Origin", "https://other.example.com").header("X-API-Key", "Secret-7");
    sent(page, method, target.replace("{slot}", path), query).then().statusCode(200);
  }

  private String ownOrigin() {
    return host();
  }
}
