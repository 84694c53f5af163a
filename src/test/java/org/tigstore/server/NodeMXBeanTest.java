package org.tigstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.management.JMX;
import javax.management.MBeanServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.Bodies;

/** What JMX shows of nodes. */
class NodeMXBeanTest {
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  @TempDir Path directory;

  private static Node start(Path data) throws IOException {
    Files.createDirectories(data);
    Map<String, String> properties = Map.of("tig.data", data.toString());
    Node node =
        Node.start(
            Settings.read(
                new SettingSources(properties::get, name -> null, name -> null), Optional.empty()));
    node.tick();
    return node;
  }

  private static NodeMXBean shown(Path data) {
    return JMX.newMXBeanProxy(SERVER, ManagedNode.name(data), NodeMXBean.class);
  }

  @Test
  void aNodeIsShownFromItsFirstTickUntilItIsClosed() throws IOException {
    Path data = directory.resolve("a, \"b\"*?=c");
    try (Node node = start(data)) {
      node.tick();

      assertThat(SERVER.isRegistered(ManagedNode.name(data))).isTrue();
      assertThat(ManagedNode.name(data).toString()).startsWith("org.tigstore:type=Node,data=\"");
    }
    assertThat(SERVER.isRegistered(ManagedNode.name(data))).isFalse();
  }

  @Test
  void nodesOverOtherDirectoriesAreShownBesideEachOther() throws IOException {
    Path one = directory.resolve("one");
    Path two = directory.resolve("two");
    Files.createDirectories(two);
    Files.writeString(two.resolve(Bodies.nameOf("slot").toString()), "value");
    try (Node first = start(one)) {
      try (Node second = start(two)) {
        assertThat(shown(one).getBlocks()).isZero();
        assertThat(shown(two).getBlocks()).isEqualTo(1);
        assertThat(shown(two).getStoreBytes())
            .isEqualTo("value".getBytes(StandardCharsets.UTF_8).length);
        second.tick();
      }
      assertThat(SERVER.isRegistered(ManagedNode.name(two))).isFalse();
      assertThat(shown(one).isReady()).isTrue();
      first.tick();
    }
  }

  @Test
  void figuresAreThoseOfTheNode() throws IOException {
    try (Node node = start(directory)) {
      NodeMXBean shown = shown(directory);

      assertThat(shown.getVersion()).isEqualTo(Version.read());
      assertThat(shown.isReady()).isEqualTo(node.notReady().isEmpty());
      assertThat(shown.getFreeBytes()).isPositive();
      assertThat(shown.getTotalBytes()).isGreaterThanOrEqualTo(shown.getFreeBytes());
      assertThat(shown.getExpired()).isZero();
      assertThat(shown.getDamaged()).isZero();
      assertThat(shown.getScrubbed()).isZero();
      assertThat(shown.getScrubbedBytes()).isZero();
      assertThat(shown.getConfiguredPeers()).isZero();
      assertThat(shown.getAnsweringPeers()).isZero();
      assertThat(shown.getSilentPeers()).isZero();
    }
  }
}
