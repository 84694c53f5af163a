package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboard and the alerts in config/ are about figures that there are. */
class WatchingIT extends HttpTest {
  private static final Path DASHBOARD = Path.of("config/grafana/dashboard.json");
  private static final Path ALERTS = Path.of("config/prometheus/alerts.yml");
  private static final Path OPERATIONS = Path.of("docs/operations.md");
  private static final Pattern FIGURE = Pattern.compile("\\b(?:tig|jvm|process|system)_\\w+");
  private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");
  private static final Pattern RUNBOOK = Pattern.compile("runbook: docs/operations\\.md#(\\w+)");

  private Set<String> told() {
    return Scrape.of(tig().get("/metrics").then().statusCode(200).extract().asString()).names();
  }

  private static Stream<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group);
  }

  @VariesByServer
  @Test
  void dashboardShowsFiguresThatThereAre() throws IOException {
    List<String> expressions =
        dashboard().getJsonArray("panels").stream()
            .map(JsonValue::asJsonObject)
            .flatMap(panel -> panel.getJsonArray("targets").stream())
            .map(target -> target.asJsonObject().getString("expr"))
            .toList();

    Set<String> told = told();
    assertThat(expressions).hasSizeGreaterThan(20);
    assertThat(expressions)
        .allSatisfy(
            expression -> assertThat(found(FIGURE, expression)).isNotEmpty().isSubsetOf(told));
  }

  @Test
  void dashboardAsksForItsDataSource() throws IOException {
    JsonObject dashboard = dashboard();

    assertThat(dashboard.getJsonObject("templating").getJsonArray("list"))
        .extracting(variable -> variable.asJsonObject().getString("type"))
        .contains("datasource");
    assertThat(dashboard.getJsonArray("panels"))
        .extracting(panel -> panel.asJsonObject().getJsonObject("datasource").getString("uid"))
        .containsOnly("${datasource}");
  }

  private static JsonObject dashboard() throws IOException {
    try (JsonReader reader = Json.createReader(Files.newBufferedReader(DASHBOARD))) {
      return reader.readObject();
    }
  }

  @VariesByServer
  @Test
  void alertsWatchFiguresThatThereAre() throws IOException {
    Set<String> watched = new TreeSet<>(found(FIGURE, Files.readString(ALERTS)).toList());

    assertThat(watched).hasSizeGreaterThan(5).isSubsetOf(told());
  }

  @Test
  void everyAlertHasItsPlaceInTheRunbook() throws IOException {
    String alerts = Files.readString(ALERTS);
    List<String> names = ALERT.matcher(alerts).results().map(match -> match.group(1)).toList();

    assertThat(RUNBOOK.matcher(alerts).results().map(match -> match.group(1)).toList())
        .hasSize(10)
        .isEqualTo(names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
    assertThat(Files.readString(OPERATIONS).lines())
        .containsAll(names.stream().map(name -> "### " + name).toList());
  }
}
