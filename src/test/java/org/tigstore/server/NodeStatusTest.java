package org.tigstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tigstore.access.Admission;
import org.tigstore.access.Caller;
import org.tigstore.access.Keys;
import org.tigstore.block.Bodies;
import org.tigstore.block.Touch;
import org.tigstore.cluster.PeerState;
import org.tigstore.cluster.PeerState.Health;

/** What a node tells of itself in JSON. */
class NodeStatusTest {
  private static Settings settings(Map<String, String> properties) {
    return Settings.read(
        new SettingSources(properties, Map.of(), name -> null), Optional.of("the secret"));
  }

  private static JsonObject told(Map<String, String> properties, PeerState... peers) {
    return parsed(new NodeStatus("1.2.3", settings(properties), () -> List.of(peers)).json());
  }

  private static JsonObject parsed(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  @Test
  void everySettingIsToldWithItsSourceAndNoSecret() {
    JsonObject status = told(Map.of("tig.access", "key-or-roles", "tig.maxBlockSize", "1K"));

    assertThat(status.getString("version")).isEqualTo("1.2.3");
    assertThat(status.getString("node")).contains(ProcessHandle.current().pid() + "@");
    assertThat(status.getString("access")).isEqualTo("key-or-roles");
    assertThat(status.getInt("maxBlockSize")).isEqualTo(1024);
    assertThat(status.getJsonArray("nodes")).isEmpty();
    Map<String, String> settings =
        status.getJsonArray("settings").stream()
            .map(JsonValue::asJsonObject)
            .collect(
                Collectors.toMap(
                    one -> one.getString("name"),
                    one -> one.getString("value") + " by " + one.getString("source")));
    assertThat(settings)
        .hasSize(Setting.all().size() + 1)
        .containsEntry("tig.maxBlockSize", "1024 by system property tig.maxBlockSize")
        .containsEntry("tig.durability", "fsync by default")
        .containsEntry("APIKEY", "**** by environment variable APIKEY");
    assertThat(status.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @CsvSource({"PT10M, 600", "PT0S, 0", "PT0.25S, 0.25"})
  void retentionIsInSeconds(String retention, String seconds) {
    assertThat(told(Map.of("tig.retention", retention)).get("retention")).hasToString(seconds);
  }

  @Test
  void peersAreToldWithTheTimeSinceWhenTheyAreSilent() {
    JsonObject status =
        told(
            Map.of(),
            new PeerState("http://192.0.2.1:80", Health.ANSWERING, Optional.empty()),
            new PeerState("http://[2001:db8::1]:80", Health.GONE, Optional.of(Duration.ofDays(1))));

    JsonObject answering = status.getJsonArray("nodes").getJsonObject(0);
    assertThat(answering.toString())
        .isEqualTo("{\"address\":\"http://192.0.2.1:80\",\"state\":\"answering\"}");
    JsonObject gone = status.getJsonArray("nodes").getJsonObject(1);
    assertThat(gone.getString("state")).isEqualTo("gone");
    assertThat(Instant.parse(gone.getString("since"))).isBefore(Instant.now());
  }

  @Test
  void aNodeWhereNobodyListensIsAbsentOnceItWasAsked(@TempDir Path data) throws IOException {
    Map<String, String> properties =
        Map.of(
            "tig.data", data.toString(),
            "tig.cluster", "http://127.0.0.1:1",
            "tig.peerTimeout", "PT1M");
    try (Node node = Node.start(settings(properties))) {
      JsonObject before = parsed(node.services().monitor().status());
      Caller anybody = new Caller(Keys.NONE, Admission.OPEN, Optional.empty(), false, false, false);
      assertThat(node.stores(anybody).named().read(Bodies.nameOf("x"), Touch.KEEP)).isEmpty();
      JsonObject after = parsed(node.services().monitor().status());

      assertThat(before.getString("access")).isEqualTo("key");
      assertThat(stateOfTheOther(before)).isEqualTo("answering");
      assertThat(stateOfTheOther(after)).isEqualTo("absent");
    }
  }

  private static String stateOfTheOther(JsonObject status) {
    return status.getJsonArray("nodes").getJsonObject(0).getString("state");
  }
}
