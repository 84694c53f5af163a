package org.tigstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;

/** What a node does from time to time. */
class NodeTest {
  private static final BlockName SLOT = Bodies.nameOf("slot");
  @TempDir Path directory;

  private Node start(String retention, String sweepInterval) throws IOException {
    Map<String, String> properties = new HashMap<>();
    properties.put("tig.data", directory.toString());
    properties.put("tig.retention", retention);
    properties.put("tig.sweepInterval", sweepInterval);
    return start(properties);
  }

  private static Node start(Map<String, String> properties) throws IOException {
    return Node.start(
        Settings.read(new SettingSources(properties, Map.of(), name -> null), Optional.empty()));
  }

  private Path oldBlock() throws IOException {
    Path file = Files.writeString(directory.resolve(SLOT.toString()), "value");
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
  }

  @Test
  void theFirstSweepIsDueAtStart() throws IOException {
    Path old = oldBlock();
    try (Node node = start("PT30S", "PT1H")) {
      node.sweepIfDueFor(Duration.ZERO);

      assertThat(old).doesNotExist();
    }
  }

  @Test
  void theNextSweepWaitsForTheInterval() throws IOException {
    try (Node node = start("PT30S", "PT1H")) {
      node.sweepIfDueFor(Duration.ZERO);
      Path old = oldBlock();
      node.sweepIfDueFor(Duration.ZERO);

      assertThat(old).exists();
    }
  }

  @Test
  void withoutRetentionNothingExpires() throws IOException {
    Path old = oldBlock();
    try (Node node = start("PT0S", "PT1S")) {
      node.sweepIfDueFor(Duration.ZERO);

      assertThat(old).exists();
    }
  }

  @Test
  void aNodeWhoseDirectoryHasVanishedSaysSo() throws IOException {
    Path data = directory.resolve("data");
    Path elsewhere = directory.resolve("elsewhere");
    Files.createDirectory(data);
    try (Node node = start(Map.of("tig.data", data.toString()))) {
      Files.move(data, elsewhere);
      assertThat(node.notReady()).isEmpty();
      node.runDueTasks();
      assertThat(node.notReady()).contains("the data directory has vanished");
      Files.move(elsewhere, data);
    }
  }

  @Test
  void aNodeScrubsOnceInAPeriod() throws Exception {
    Path damaged = Files.writeString(directory.resolve(SLOT.toString()), "value");
    Files.setPosixFilePermissions(damaged, PosixFilePermissions.fromString("r--------"));
    try (Node node =
        start(Map.of("tig.data", directory.toString(), "tig.scrubPeriod", "PT0.001S"))) {
      node.sweepIfDueFor(Duration.ZERO);
      while (Files.exists(damaged)) {
        node.runDueTasks();
      }
    }
  }

  @Test
  void withoutAScrubPeriodNothingIsScrubbed() throws IOException {
    Path damaged = Files.writeString(directory.resolve(SLOT.toString()), "value");
    Files.setPosixFilePermissions(damaged, PosixFilePermissions.fromString("r--------"));
    try (Node node = start(Map.of("tig.data", directory.toString(), "tig.scrubPeriod", "PT0S"))) {
      node.sweepIfDueFor(Duration.ZERO);
      node.runDueTasks();
      node.runDueTasks();

      assertThat(damaged).exists();
    }
  }
}
