package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The WAR deployed as {@code tig.war}: answers stay working paths of the server. Comes last, as the
 * server has to be started anew for it.
 */
@Order(Integer.MAX_VALUE)
@VariesByServer
class ContextPathIT extends DeployedTest {
  @Deployment(testable = false)
  static WebArchive war() {
    return warAt("tig.war");
  }

  /** A request to the server, of which the application is a part. */
  private RequestSpecification server() {
    return tigAt("http://" + root.getAuthority());
  }

  private String put(String path, String body) {
    return server().body(body).put(path).then().statusCode(200).extract().asString();
  }

  private String got(String path) {
    return server().get(path).then().statusCode(200).extract().asString();
  }

  private static String freshPath() {
    return "/tig" + freshSlot();
  }

  @Test
  void applicationListensUnderItsName() {
    assertThat(root.getPath()).isEqualTo("/tig/");
  }

  @Test
  void sealingAnswersAPathOfTheServer() {
    String text = unique();
    String path = put("/tig/", text);
    assertThat(path).isEqualTo("/tig/" + nameOf(text));
    assertThat(got(path)).isEqualTo(text);
  }

  @Test
  void slotsAnswerPathsOfTheServer() {
    String path = freshPath();
    assertThat(put(path, "a")).isEqualTo(path);
    assertThat(put(path + "?append=1&format=http://x*", "b")).isEqualTo("http://x" + path);
    assertThat(got(path)).isEqualTo("ab");
    server().delete(path).then().statusCode(200).body(equalTo(path));
  }

  @Test
  void namedKeysArePathsOfTheServer() {
    String path = put("/tig/kv", unique());
    assertThat(put(path, "value")).isEqualTo(path);
    assertThat(got(path)).isEqualTo("value");
  }

  @Test
  void burstOfAnswersWorks() {
    String index = put("/tig/", put("/tig/", "abc") + "\n" + put("/tig/", "def") + "\n");
    assertThat(got(index + "?burst=1")).isEqualTo("abcdef");
  }

  @Test
  void readChannelMadeFromAnAnswerWorks() {
    String target = put(freshPath(), "value");
    String channel = put(freshPath(), "Read only channel to tig " + target);
    assertThat(got(channel)).isEqualTo("value");
  }

  @Test
  void writeChannelMadeFromAnAnswerWorks() {
    String target = put(freshPath(), "value");
    String channel = put(freshPath(), "Write only channel to tig " + target);
    assertThat(put(channel, "new")).isEqualTo(channel);
    assertThat(got(target)).isEqualTo("new");
  }

  @Test
  void channelOfTheProtocolsOwnFormWorks() {
    String target = put(freshPath(), "value");
    String bare = target.substring("/tig".length());
    assertThat(got(put(freshPath(), "Read only channel to tig " + bare))).isEqualTo("value");
  }

  @Test
  void listShowsPathsOfTheServer() throws IOException {
    String path = put("/tig/", unique());
    ApiKeyFile.set("key");
    assertThat(got("/tig" + list("apikey=key")).lines())
        .contains(path)
        .allMatch(line -> line.matches("/tig/[0-9a-f]{64}\\.tig"));
  }

  /** As a browser goes, from redirect to redirect; the server has one of its own. */
  @ParameterizedTest
  @ValueSource(strings = {"/tig", "/tig/", "/tig/ui"})
  void browserComesToThePage(String start) {
    URI address = URI.create("http://" + root.getAuthority()).resolve(start);
    for (int step = 0; step < 2 && !address.getPath().equals("/tig/ui/"); step++) {
      Response answer = server().header("Accept", "text/html").get(address.getPath());
      assertThat(answer.statusCode()).isBetween(301, 308);
      address = address.resolve(answer.header("Location"));
    }

    assertThat(address.getPath()).isEqualTo("/tig/ui/");
    assertThat(got("/tig/ui/")).contains("<html");
  }

  @Test
  void errorsAreAsEmptyAsAtTheRoot() {
    server().get(freshPath()).then().statusCode(404).body(emptyString());
    server().body("x").put("/tig/nothing").then().statusCode(400).body(emptyString());
  }
}
