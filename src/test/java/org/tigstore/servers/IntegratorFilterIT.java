package org.tigstore.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.Bodies;
import org.tigstore.http.VariesByServer;

/** The second factor of config/security, laid over the WAR, on top of the API key. */
@VariesByServer
class IntegratorFilterIT {
  private static final String KEY = "Secret-7";
  private static final String CODE = "X-One-Time-Code";
  private static final byte[] SECRET = "12345678901234567890".getBytes(US_ASCII);

  private static ServerProcess server;

  private String text = "";
  private String block = "";

  @BeforeAll
  static void start() throws Exception {
    ServerContainer.stopRunning();
    Server named = Server.underTest();
    String commands =
        "bash -e $TIG/config/security/second-factor.sh\n"
            + named.securing("jar.sh second-factor.jar");
    Path servlets =
        Path.of(Filter.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Map<String, String> variables =
        Map.of(
            "APIKEY", KEY,
            "SERVLET_API", servlets.toString(),
            "SECOND_FACTOR_SECRET", HexFormat.of().formatHex(SECRET));
    server = ServerProcess.start(named, variables, commands);
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    server.stop();
  }

  @BeforeEach
  void seal() {
    text = UUID.randomUUID().toString();
    block = withKey().body(text).put("/").then().statusCode(200).extract().asString();
  }

  private static RequestSpecification request() {
    return RestAssured.given().baseUri(server.address().toString()).urlEncodingEnabled(false);
  }

  private static RequestSpecification withKey() {
    return request().header("X-API-Key", KEY);
  }

  private static String freshSlot() {
    return "/" + Bodies.nameOf(UUID.randomUUID().toString());
  }

  /** The code of now, or of as many steps later. */
  private static String code(int later) throws GeneralSecurityException {
    return TimeCode.at(System.currentTimeMillis() / 1000 + 30L * later, SECRET, 6);
  }

  private static Response sent(RequestSpecification request, String method, String path) {
    return (method.startsWith("P") ? request.body("new") : request).request(method, path);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,    {slot}",
    "POST,   {slot}?append=1",
    "PUT,    {slot}?setifnot=1",
    "PUT,    /%2e",
    "DELETE, {block}",
    "GET,    {block}?take=1",
    "GET,    {block}?t%61ke=1"
  })
  void keyAloneChangesNothing(String method, String template) {
    String slot = freshSlot();
    String path = template.replace("{slot}", slot).replace("{block}", block);
    Response answer = sent(withKey(), method, path);
    answer.then().statusCode(403).header("Tig-Reason", containsString("one-time code"));
    assertThat(answer.asString()).isEmpty();
    request().get(slot).then().statusCode(404);
  }

  @Test
  void codeCountsOnceAndOnlyWithTheKey() throws GeneralSecurityException {
    String slot = freshSlot();
    RequestSpecification wrongKey = request().header("X-API-Key", "wrong").header(CODE, code(0));
    wrongKey.body("new").put(slot).then().statusCode(401);
    request().get(slot).then().statusCode(404);

    String code = code(1);
    withKey().header(CODE, code).body("new").put(slot).then().statusCode(200);
    assertThat(request().get(slot).asString()).isEqualTo("new");
    withKey().header(CODE, code).delete(slot).then().statusCode(403);
    assertThat(request().get(slot).asString()).isEqualTo("new");
  }

  @Test
  void whatReplacesNothingNeedsNoCode() {
    assertThat(request().get(block).asString()).isEqualTo(text);
    assertThat(request().get(block + "?chtimes=0").asString()).isEqualTo(text);
    request().body(text).put("/").then().statusCode(401);
    request().body(text).put("/kv").then().statusCode(200);
    assertThat(withKey().get("/").asString()).contains(block);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/health/live", "/health/ready"})
  void healthIsOpen(String path) {
    request().get(path).then().statusCode(200);
  }
}
