package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tigstore.block.Bodies;

/** A proxy that authenticates is trusted if it is a configured one, and nobody else is. */
class ProxyIT {
  @TempDir Path data;

  private TigProcess serving(String proxies) throws IOException {
    return TigProcess.serving(
        data,
        "--access",
        "roles",
        "--proxies",
        proxies,
        "--proxy-user",
        "X-User",
        "--proxy-roles",
        "X-Roles",
        "--audit",
        "true");
  }

  private static RequestSpecification named(String address, String user, String roles) {
    RequestSpecification request =
        RestAssured.given().baseUri(address).header("X-Forwarded-For", "6.6.6.6, 198.51.100.7");
    RequestSpecification withUser = user.isEmpty() ? request : request.header("X-User", user);
    return roles.isEmpty() ? withUser : withUser.header("X-Roles", roles);
  }

  @Test
  void believedProxySaysWhoAsks() throws Exception {
    try (TigProcess process = serving("192.0.2.0/24, 127.0.0.1")) {
      String address = process.awaitAddress().toString();
      String path =
          named(address, "ann", "tig-append, other")
              .body("abc")
              .put("/")
              .then()
              .statusCode(200)
              .extract()
              .asString();
      named(address, "ann", "tig-append").get(path).then().statusCode(403);
      named(address, "bob", "tig-read").get(path).then().statusCode(200);
      named(address, "bob", "tig-read").body("x").put("/").then().statusCode(403);
      named(address, "bob", "xtig-append,tig-appendx").body("x").put("/").then().statusCode(403);
      named(address, "", "tig-append").body("x").put("/").then().statusCode(403);
      named(address, "ann", "").body("x").put("/").then().statusCode(403);
      named(address, "ann", "tig-append")
          .header("X-User", "bob")
          .body("x")
          .put("/")
          .then()
          .statusCode(403);
      named(address, "cat", "tig-append")
          .header("Forwarded", "for=192.0.2.77")
          .body("x")
          .put("/")
          .then()
          .statusCode(200);
      RestAssured.given()
          .baseUri(address)
          .header("X-User", "dan")
          .header("X-Roles", "tig-append")
          .header("Forwarded", "for=6.6.6.6", "proto=http;For=\"[2001:db8::7]:80\"")
          .body("x")
          .put("/")
          .then()
          .statusCode(200);
      named(address, "", "").get("/health/live").then().statusCode(200);
      process.terminate();
      process.awaitEnd();
      assertThat(process.errorLines())
          .anyMatch(
              line ->
                  line.contains("\"principal\":\"ann\"")
                      && line.contains("\"address\":\"198.51.100.7\""))
          .anyMatch(
              line ->
                  line.contains("\"principal\":\"cat\"")
                      && line.contains("\"address\":\"198.51.100.7\""))
          .anyMatch(
              line ->
                  line.contains("\"principal\":\"dan\"")
                      && line.contains("\"address\":\"2001:db8:0:0:0:0:0:7\""));
    }
  }

  /** What tig sees of a page whose browser adds a password by itself, which the proxy checks. */
  @ParameterizedTest
  @CsvSource({"PUT, ''", "POST, ?append=1", "GET, ?take=1", "DELETE, ''"})
  void pageOfAnotherSiteChangesNothingForAUser(String method, String query) throws Exception {
    try (TigProcess process = serving("127.0.0.1")) {
      String address = process.awaitAddress().toString();
      String slot = "/" + Bodies.nameOf("slot");
      named(address, "ann", "tig-write").body("value").put(slot).then().statusCode(200);
      for (String site : new String[] {"cross-site", "same-site"}) {
        named(address, "ann", "tig-write")
            .header("Sec-Fetch-Site", site)
            .request(method, slot + query)
            .then()
            .statusCode(403);
      }
      String value = named(address, "bob", "tig-read").get(slot).asString();
      assertThat(value).isEqualTo("value");
      named(address, "ann", "tig-write")
          .header("Sec-Fetch-Site", "same-origin")
          .request(method, slot + query)
          .then()
          .statusCode(200);
    }
  }

  @Test
  void nobodyElseIsBelieved() throws Exception {
    try (TigProcess process = serving("192.0.2.0/24")) {
      String address = process.awaitAddress().toString();
      named(address, "ann", "tig-append").body("abc").put("/").then().statusCode(403);
      named(address, "ann", "tig-read").get("/" + "0".repeat(64) + ".tig").then().statusCode(403);
      process.terminate();
      process.awaitEnd();
      assertThat(process.errorLines())
          .noneMatch(line -> line.contains("ann"))
          .anyMatch(line -> line.contains("\"address\":\"127.0.0.1\""));
    }
  }
}
