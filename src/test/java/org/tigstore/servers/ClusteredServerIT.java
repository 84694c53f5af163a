package org.tigstore.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Eventually;
import org.tigstore.block.Bodies;
import org.tigstore.http.VariesByServer;
import org.tigstore.standalone.TigProcess;

/** The WAR on a server, in a cluster with a node that stands alone. */
@VariesByServer
class ClusteredServerIT {
  private static final int REDEPLOYMENTS = 3;

  @TempDir static Path data;
  private static TigProcess node;
  private static URI atNode;
  private static ServerProcess server;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    ServerContainer.stopRunning();
    node = TigProcess.serving(data);
    atNode = node.awaitAddress();
    server =
        ServerProcess.start(
            Server.underTest(),
            Map.of("TIG_CLUSTER", atNode.toString(), "TIG_PEER_TIMEOUT", "PT30S"),
            "");
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    server.stop();
    node.close();
  }

  private static RequestSpecification at(URI address) {
    return RestAssured.given().baseUri(address.toString()).urlEncodingEnabled(false);
  }

  private static String put(URI address, String path, byte[] body) {
    return at(address).body(body).put(path).then().statusCode(200).extract().asString();
  }

  private static String put(URI address, String path, String body) {
    return at(address).body(body).put(path).then().statusCode(200).extract().asString();
  }

  private static byte[] bytes(URI address, String path) {
    return at(address).get(path).then().statusCode(200).extract().asByteArray();
  }

  private static String text(URI address, String path) {
    return at(address).get(path).then().statusCode(200).extract().asString();
  }

  private static String slotOfTheNode(String value) {
    String path = "/" + Bodies.nameOf(UUID.randomUUID().toString());
    return put(atNode, path, value);
  }

  @Test
  void blockOfTheNodeIsReadThroughTheServer() {
    byte[] block = new byte[3_000_000];
    new Random(5).nextBytes(block);
    String path = put(atNode, "/", block);
    assertThat(bytes(server.address(), path)).isEqualTo(block);
    assertThat(at(server.address()).head(path).header("Content-Length")).isEqualTo("3000000");
  }

  @Test
  void slotOfTheNodeIsChangedThroughTheServer() {
    String path = slotOfTheNode("old");
    assertThat(put(server.address(), path, "new")).isEqualTo(path);
    assertThat(text(atNode, path)).isEqualTo("new");
    assertThat(put(server.address(), path + "?append=1", "er")).isEqualTo(path);
    assertThat(text(atNode, path)).isEqualTo("newer");
    at(server.address()).delete(path).then().statusCode(200);
    at(atNode).get(path).then().statusCode(404);
  }

  @Test
  void refusalOfTheNodeIsTheServersAnswer() {
    String path = put(atNode, "/", UUID.randomUUID().toString());
    at(server.address()).body("other").put(path).then().statusCode(409);
  }

  @Test
  void redeployedApplicationAsksAgainAndLeavesNoThread() throws IOException, InterruptedException {
    String path = slotOfTheNode("value");
    for (int round = 0; round < REDEPLOYMENTS; round++) {
      assertThat(text(server.address(), path)).isEqualTo("value");
      Set<String> before = clusterThreads();
      assertThat(before).isNotEmpty();
      long starts = starts();
      server.redeploy();
      Eventually.holds("the WAR is redeployed", () -> starts() > starts && server.answers());
      Eventually.holds(
          "the threads of the application before have ended",
          () -> Collections.disjoint(clusterThreads(), before));
    }
    assertThat(text(server.address(), path)).isEqualTo("value");
  }

  /** By the numbers that Java gives them, which it never gives again. */
  private static Set<String> clusterThreads() throws IOException, InterruptedException {
    return server.threads("tig-cluster").stream()
        .map(line -> line.split(" ", -1)[1])
        .collect(Collectors.toSet());
  }

  private static long starts() throws IOException {
    return server.log().lines().filter(line -> line.contains("tig stores blocks in")).count();
  }
}
