package org.tigstore.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tigstore.block.Bodies;

/** What each role permits, however a caller comes by it. */
abstract class RolesContract {
  private static final List<String> USERS =
      List.of("tig-read", "tig-append", "tig-write", "tig-admin");

  /** What who is nobody is refused with. */
  private static final int UNKNOWN = 401;

  private static @Nullable ServerProcess server;

  private String slot = "";
  private String sealed = "";
  private String index = "";
  private String target = "";
  private String readChannel = "";
  private String writeChannel = "";

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    server().stop();
  }

  /** Where tig answers. */
  static URI address() {
    return server().address();
  }

  /** Asks this server from now on, until the tests are over. */
  static void ask(ServerProcess started) {
    server = started;
  }

  private static ServerProcess server() {
    return Objects.requireNonNull(server);
  }

  /** This request, made by this user. */
  abstract RequestSpecification as(String user, RequestSpecification request);

  /** A request of nobody. */
  final RequestSpecification anybody() {
    return RestAssured.given()
        .baseUri(address().toString())
        .urlEncodingEnabled(false)
        .config(
            RestAssured.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .appendDefaultContentCharsetToContentTypeIfUndefined(false)));
  }

  /** A request of this user. */
  final RequestSpecification as(String user) {
    return as(user, anybody());
  }

  private RequestSpecification keeper() {
    return as(RoleUsers.KEEPER);
  }

  @BeforeEach
  void store() {
    slot = put(fresh(), "value");
    sealed = put("/", "sealed");
    index = put("/", sealed + "\n" + slot);
    target = put(fresh(), "target");
    readChannel = put(fresh(), "Read only channel to tig " + target);
    writeChannel = put(fresh(), "Write only channel to tig " + target);
  }

  /** Stores this, and returns its path. */
  final String put(String path, String value) {
    return keeper().body(value).put(path).then().statusCode(200).extract().asString();
  }

  /** The path of a slot that nobody has used. */
  static String fresh() {
    return "/" + Bodies.nameOf(UUID.randomUUID().toString());
  }

  /** What is stored there. */
  final String value(String path) {
    return keeper().get(path).then().statusCode(200).extract().asString();
  }

  private String path(String template, String fresh) {
    return template
        .replace("{slot}", slot)
        .replace("{sealed}", sealed)
        .replace("{index}", index)
        .replace("{read}", readChannel)
        .replace("{write}", writeChannel)
        .replace("{fresh}", fresh);
  }

  /** Sends a request, of which the template may end with a header field. */
  private Response sent(RequestSpecification request, String template, String fresh, String body) {
    String[] parts = template.split(" ", 3);
    if (parts.length == 3) {
      String[] field = parts[2].split(": ", 2);
      request.header(field[0], field[1]);
    }
    if (parts[0].equals("PUT") || parts[0].equals("POST")) {
      request.body(body);
    }
    return request.request(parts[0], path(parts[1], fresh));
  }

  private void expect(String user, RequestSpecification request, String template, int status) {
    String fresh = fresh();
    String body = UUID.randomUUID().toString();
    String name = "/" + Bodies.nameOf(body);
    Response answer = sent(request, template, fresh, body);
    assertThat(answer.statusCode()).as("%s for %s", template, user).isEqualTo(status);
    if (status >= 400) {
      assertThat(answer.asString()).as("%s for %s", template, user).doesNotContain("value");
      assertNothingChanged(fresh, name);
    } else {
      store();
    }
  }

  private void assertNothingChanged(String... absent) {
    assertThat(value(slot)).isEqualTo("value");
    assertThat(value(sealed)).isEqualTo("sealed");
    assertThat(value(target)).isEqualTo("target");
    assertThat(value(readChannel)).isEqualTo("target");
    keeper().get(writeChannel).then().statusCode(403);
    for (String path : absent) {
      keeper().head(path).then().statusCode(404);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          request                                   | read | append | write | admin
          GET {slot}                                | 200  | 403    | 403   | 403
          GET {slot}?chtimes=0                      | 200  | 403    | 403   | 403
          GET {sealed}                              | 200  | 403    | 403   | 403
          GET {sealed} Range: bytes=0-1             | 206  | 403    | 403   | 403
          GET {fresh}                               | 404  | 403    | 403   | 403
          HEAD {slot}                               | 200  | 403    | 403   | 403
          GET {index}?burst=1                       | 200  | 403    | 403   | 403
          GET {read}                                | 200  | 403    | 403   | 403
          GET {write}                               | 403  | 403    | 403   | 403
          GET /version                              | 200  | 403    | 403   | 403
          GET /metrics                              | 403  | 403    | 403   | 200
          GET /status                               | 403  | 403    | 403   | 200
          PUT /                                     | 403  | 200    | 200   | 403
          POST /                                    | 403  | 200    | 200   | 403
          PUT {fresh}?setifnot=1                    | 403  | 200    | 200   | 403
          PUT {slot}?setifnot=1                     | 403  | 409    | 409   | 403
          PUT {fresh} If-None-Match: *              | 403  | 200    | 200   | 403
          PUT {slot} If-None-Match: *               | 403  | 412    | 412   | 403
          PUT {slot}?append=1                       | 403  | 200    | 200   | 403
          POST {fresh}?append=1                     | 403  | 200    | 200   | 403
          PUT {sealed}?append=1                     | 403  | 409    | 409   | 403
          PUT {write}?append=1                      | 403  | 200    | 200   | 403
          PUT {write}?setifnot=1                    | 403  | 409    | 409   | 403
          PUT {read}?append=1                       | 403  | 403    | 403   | 403
          PUT {fresh}                               | 403  | 403    | 200   | 403
          PUT {slot}                                | 403  | 403    | 200   | 403
          POST {slot}                               | 403  | 403    | 200   | 403
          PUT {slot} If-Match: *                    | 403  | 403    | 200   | 403
          PUT {slot} If-None-Match: "x"             | 403  | 403    | 200   | 403
          PUT {slot}?setifnot=0                     | 403  | 403    | 200   | 403
          PUT {slot}?append=0&append=1              | 403  | 403    | 200   | 403
          PUT {slot}?setifnot=1&append=1            | 403  | 400    | 400   | 403
          PUT {sealed}                              | 403  | 403    | 409   | 403
          PUT {write}                               | 403  | 403    | 200   | 403
          PUT {read}                                | 403  | 403    | 403   | 403
          GET {slot}?take=1                         | 403  | 403    | 200   | 403
          GET {slot}?t%61ke=%31                     | 403  | 403    | 200   | 403
          GET {slot}?take=2                         | 403  | 403    | 400   | 403
          DELETE {slot}                             | 403  | 403    | 200   | 403
          DELETE {sealed}                           | 403  | 403    | 409   | 403
          DELETE {write}                            | 403  | 403    | 403   | 403
          GET /                                     | 403  | 403    | 403   | 200
          GET /?all=1                               | 403  | 403    | 403   | 200
          HEAD /                                    | 403  | 403    | 403   | 200
          PUT /kv                                   | 200  | 200    | 200   | 200
          """,
      useHeadersInDisplayName = true)
  void roleDecides(String request, int read, int append, int write, int admin) {
    int[] statuses = {read, append, write, admin};
    for (int user = 0; user < statuses.length; user++) {
      expect(USERS.get(user), as(USERS.get(user)), request, statuses[user]);
    }
    expect(RoleUsers.NOBODY, as(RoleUsers.NOBODY), request, 403);
    expect("nobody known", anybody(), request, UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"GET /nothing, 404", "PUT /nothing, 400", "DELETE /, 405"})
  void whatIsNotThereIsNobodys(String request, int status) {
    for (String user : USERS) {
      expect(user, as(user), request, status);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET /health/live, 200",
    "HEAD /health/live, 200",
    "GET /health/ready, 200",
    "OPTIONS /, 204",
    "OPTIONS {slot}, 204"
  })
  void whatTellsNothingOfBlocksIsOpen(String request, int status) {
    expect("nobody known", anybody(), request, status);
    for (String user : RoleUsers.all().keySet()) {
      expect(user, as(user), request, status);
    }
  }

  @Test
  void pageIsForEveryUser() {
    for (String user : USERS) {
      as(user).get("/ui/").then().statusCode(200).body(containsString("<html"));
    }
  }

  @Test
  void whoAppendsReplacesNoSlotThatHasTheNameOfWhatIsSealed() {
    String content = UUID.randomUUID().toString();
    String path = put("/" + Bodies.nameOf(content), "kept");
    as("tig-append").body(content).put("/").then().statusCode(409);
    assertThat(value(path)).isEqualTo("kept");
    as("tig-write").body(content).put("/").then().statusCode(200);
    assertThat(value(path)).isEqualTo(content);
  }

  @Test
  void whoAppendsKeepsWhatIsThere() {
    as("tig-append").body(" and more").put(slot + "?append=1").then().statusCode(200);
    assertThat(value(slot)).isEqualTo("value and more");
    as("tig-append").body(" and more").put(writeChannel + "?append=1").then().statusCode(200);
    assertThat(value(target)).isEqualTo("target and more");
    as("tig-append").body("sealed").put("/").then().statusCode(200);
    assertThat(value(sealed)).isEqualTo("sealed");
  }
}
