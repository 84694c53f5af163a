package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Eventually;
import org.tigstore.block.Bodies;

/** Each change and each refusal is a line of JSON, and nothing else is. */
class AuditIT {
  private static final String KEY = "Secret-7";
  private static final String SLOT = Bodies.nameOf("slot").toString();

  @TempDir Path data;
  private String address = "";

  @BeforeEach
  void setTheKey() throws IOException {
    Files.writeString(data.resolve("apikey"), KEY);
  }

  private RequestSpecification owner() {
    return anybody().header("X-API-Key", KEY);
  }

  private RequestSpecification anybody() {
    return RestAssured.given().baseUri(address);
  }

  private static List<Map<String, Object>> audited(TigProcess process) throws IOException {
    return process.errorLines().stream()
        .filter(line -> line.contains("{\"time\""))
        .map(line -> JsonPath.from(line.substring(line.indexOf('{'))).<Map<String, Object>>get("$"))
        .toList();
  }

  /** A line may be written after the answer, so that those of two requests change places. */
  private static void awaitLines(TigProcess process, int count) throws InterruptedException {
    Eventually.holds(count + " lines", () -> audited(process).size() >= count);
  }

  @Test
  void everyChangeIsALine() throws Exception {
    try (TigProcess process = TigProcess.serving(data, "--audit", "true")) {
      address = process.awaitAddress().toString();
      Instant begun = Instant.now().minusMillis(1);
      String sealed = owner().body("abc").put("/").asString();
      awaitLines(process, 1);
      owner().body("one").put("/" + SLOT);
      awaitLines(process, 2);
      owner().body("two").put("/" + SLOT + "?append=1");
      awaitLines(process, 3);
      owner().body("three").put("/" + SLOT + "?setifnot=1");
      awaitLines(process, 4);
      owner().get("/" + SLOT + "?take=1");
      awaitLines(process, 5);
      owner().delete("/" + SLOT);
      awaitLines(process, 6);
      owner().delete(sealed);
      anybody().get(sealed).then().statusCode(200);
      awaitLines(process, 7);
      List<Map<String, Object>> lines = audited(process);
      assertThat(lines)
          .extracting(line -> line.get("operation") + " " + line.get("status"))
          .containsExactly(
              "seal 200",
              "write 200",
              "append 200",
              "create 409",
              "take 200",
              "delete 404",
              "delete 409");
      assertThat(lines.get(0))
          .contains(
              entry("name", sealed.substring(1)),
              entry("by", "key"),
              entry("address", "127.0.0.1"),
              entry("bytes", 3),
              entry("outcome", "done"));
      assertThat(lines.get(4)).contains(entry("name", SLOT), entry("bytes", 6));
      assertThat(lines.get(6)).containsKey("reason").contains(entry("outcome", "refused"));
      for (Map<String, Object> line : lines) {
        assertThat(Instant.parse(String.valueOf(line.get("time")))).isBetween(begun, Instant.now());
      }
      process.terminate();
      process.awaitEnd();
      assertThat(audited(process)).hasSize(7);
      assertThat(process.errorLines()).noneMatch(line -> line.contains(KEY));
    }
  }

  @Test
  void everyRefusedCallerIsALine() throws Exception {
    try (TigProcess process = TigProcess.serving(data, "--audit", "true")) {
      address = process.awaitAddress().toString();
      anybody().body("abc").put("/").then().statusCode(401);
      awaitLines(process, 1);
      anybody().header("X-API-Key", "Wrong-7").get("/").then().statusCode(401);
      anybody().get("/" + SLOT).then().statusCode(404);
      awaitLines(process, 2);
      assertThat(audited(process))
          .extracting(line -> line.get("operation") + " " + line.get("reason"))
          .containsExactly("seal the API key is missing", "list the API key is wrong");
      process.terminate();
      process.awaitEnd();
      assertThat(audited(process)).hasSize(2);
      assertThat(process.errorLines()).noneMatch(line -> line.contains("Wrong-7"));
    }
  }

  @Test
  void nothingIsWrittenUnlessWanted() throws Exception {
    try (TigProcess process = TigProcess.serving(data)) {
      address = process.awaitAddress().toString();
      owner().body("abc").put("/").then().statusCode(200);
      anybody().body("abc").put("/").then().statusCode(401);
      process.terminate();
      process.awaitEnd();
      assertThat(audited(process)).isEmpty();
    }
  }
}
