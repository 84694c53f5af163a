package org.tigstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;

/** When a node looks for expired blocks. */
class NodeTest {
  private static final BlockName SLOT = Bodies.nameOf("slot");
  @TempDir Path directory;

  private Node start(String retention, String sweepInterval) throws IOException {
    Map<String, String> properties = new HashMap<>();
    properties.put("tig.data", directory.toString());
    properties.put("tig.retention", retention);
    properties.put("tig.sweepInterval", sweepInterval);
    return Node.start(
        Settings.read(
            new SettingSources(properties::get, name -> null, name -> null), Optional.empty()));
  }

  private Path oldBlock() throws IOException {
    Path file = Files.writeString(directory.resolve(SLOT.toString()), "value");
    return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
  }

  @Test
  void theFirstSweepIsDueAtStart() throws IOException {
    Path old = oldBlock();
    try (Node node = start("PT30S", "PT1H")) {
      node.tick();

      assertThat(old).doesNotExist();
    }
  }

  @Test
  void theNextSweepWaitsForTheInterval() throws IOException {
    try (Node node = start("PT30S", "PT1H")) {
      node.tick();
      Path old = oldBlock();
      node.tick();

      assertThat(old).exists();
    }
  }

  @Test
  void withoutRetentionNothingExpires() throws IOException {
    Path old = oldBlock();
    try (Node node = start("PT0S", "PT1S")) {
      node.tick();

      assertThat(old).exists();
    }
  }
}
