package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of configured origins may do everything, those of others no more than a link does. */
class BrowserIT {
  private static final String APPLICATION = "https://app.example.com";

  @TempDir static Path data;
  private static TigProcess process;
  private static String address;

  @BeforeAll
  static void start() throws IOException {
    process = TigProcess.serving(data, "--origins", APPLICATION + ", http://localhost:3000");
    address = process.awaitAddress().toString();
  }

  @AfterAll
  static void stop() throws IOException {
    process.close();
  }

  private static RequestSpecification page(String origin) {
    return RestAssured.given()
        .baseUri(address)
        .header("Origin", origin)
        .header("Sec-Fetch-Site", "cross-site");
  }

  @ParameterizedTest
  @ValueSource(strings = {APPLICATION, "http://localhost:3000"})
  void pageOfAConfiguredOriginStoresAndReads(String origin) {
    Response stored = page(origin).body("abc " + origin).put("/");
    stored
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", equalTo(origin))
        .header("Access-Control-Allow-Credentials", equalTo("true"))
        .header("Vary", containsString("Origin"));
    page(origin)
        .get(stored.asString())
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", equalTo(origin))
        .header("Access-Control-Expose-Headers", containsString("ETag"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example.com",
        "https://app.example.com.evil.example.com",
        "http://app.example.com",
        "https://app.example.com:8443",
        "null",
        ""
      })
  void pageOfAnotherOriginIsToldNothingAndChangesNothing(String origin) {
    page(origin)
        .body("abc")
        .post("/")
        .then()
        .statusCode(403)
        .header("Access-Control-Allow-Origin", nullValue());
    page(origin)
        .header("Access-Control-Request-Method", "PUT")
        .options("/")
        .then()
        .header("Access-Control-Allow-Origin", nullValue())
        .header("Access-Control-Allow-Methods", nullValue());
    page(origin).get("/").then().header("Access-Control-Allow-Origin", nullValue());
  }

  @Test
  void browserIsToldWhatAPageMayAskFor() {
    Response answer =
        page(APPLICATION)
            .header("Access-Control-Request-Method", "DELETE")
            .header("Access-Control-Request-Headers", "x-api-key")
            .options("/" + "0".repeat(64) + ".tig");
    answer
        .then()
        .statusCode(204)
        .header("Access-Control-Allow-Origin", equalTo(APPLICATION))
        .header("Access-Control-Allow-Methods", containsString("DELETE"))
        .header("Access-Control-Allow-Headers", containsString("X-API-Key"));
    assertThat(answer.asByteArray()).isEmpty();
  }

  @Test
  void errorsCanBeReadByAPageToo() {
    String missing = "/" + "0".repeat(64) + ".tig";
    for (String path : new String[] {missing, missing + "?burst=1", "/nothing", "/"}) {
      page(APPLICATION)
          .get(path)
          .then()
          .header("Access-Control-Allow-Origin", equalTo(APPLICATION))
          .header("Access-Control-Expose-Headers", containsString("Tig-Reason"));
    }
  }
}
