package org.tigstore.server;

import static java.time.temporal.ChronoUnit.SECONDS;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.tigstore.cluster.PeerState;

/**
 * Describes a node: which it is, how it is configured, and which other nodes it knows. No secret is
 * shown. Safe for any number of threads.
 *
 * @param version the node's
 * @param settings the node's
 * @param peers the other nodes of the cluster; none on a node without a cluster
 */
record NodeStatus(String version, Settings settings, Supplier<List<PeerState>> peers) {
  /** The description in JSON, as of now. */
  String json() {
    return Json.createObjectBuilder()
        .add("version", version)
        .add("node", ManagementFactory.getRuntimeMXBean().getName())
        .add("access", SettingKind.shown(settings.get(Setting.ACCESS)))
        .add("retention", seconds(settings.get(Setting.RETENTION)))
        .add("maxBlockSize", settings.get(Setting.MAX_BLOCK_SIZE))
        .add("settings", settingsInJson())
        .add("nodes", peersInJson())
        .build()
        .toString();
  }

  private static BigDecimal seconds(Duration duration) {
    BigDecimal seconds = BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros();
    return seconds.setScale(Math.max(0, seconds.scale()));
  }

  private JsonArrayBuilder settingsInJson() {
    JsonArrayBuilder all = Json.createArrayBuilder();
    for (Settings.Shown setting : settings.shown()) {
      all.add(
          Json.createObjectBuilder()
              .add("name", setting.name())
              .add("value", setting.value())
              .add("source", setting.source()));
    }
    return all;
  }

  private JsonArrayBuilder peersInJson() {
    JsonArrayBuilder all = Json.createArrayBuilder();
    for (PeerState peer : peers.get()) {
      JsonObjectBuilder node =
          Json.createObjectBuilder()
              .add("address", peer.address())
              .add("state", SettingKind.shown(peer.health()));
      peer.silentFor()
          .map(silent -> Instant.now().minus(silent).truncatedTo(SECONDS))
          .ifPresent(since -> node.add("since", since.toString()));
      all.add(node);
    }
    return all;
  }
}
