package org.tigstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.Bodies;

/** What JMX shows of nodes. */
class JmxViewTest {
  private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

  @TempDir Path directory;

  private static Node start(Path data) throws IOException {
    Files.createDirectories(data);
    Map<String, String> properties = Map.of("tig.data", data.toString());
    Node node =
        Node.start(
            Settings.read(
                new SettingSources(properties, Map.of(), name -> null), Optional.empty()));
    node.runDueTasks();
    node.sweepIfDueFor(Duration.ZERO);
    return node;
  }

  private static Object shown(Path data, String attribute) throws JMException {
    return SERVER.getAttribute(JmxView.name(data), attribute);
  }

  private static long number(Path data, String attribute) throws JMException {
    return ((Number) shown(data, attribute)).longValue();
  }

  @Test
  void aNodeIsShownFromItsFirstTasksUntilItIsClosed() throws IOException {
    Path data = directory.resolve("a, \"b\"*?=c");
    try (Node node = start(data)) {
      node.runDueTasks();

      assertThat(SERVER.isRegistered(JmxView.name(data))).isTrue();
      assertThat(JmxView.name(data).toString()).startsWith("org.tigstore:type=Node,data=\"");
    }
    assertThat(SERVER.isRegistered(JmxView.name(data))).isFalse();
  }

  @Test
  void nodesOverOtherDirectoriesAreShownBesideEachOther() throws Exception {
    Path one = directory.resolve("one");
    Path two = directory.resolve("two");
    Files.createDirectories(two);
    Files.writeString(two.resolve(Bodies.nameOf("slot").toString()), "value");
    try (Node first = start(one)) {
      try (Node second = start(two)) {
        assertThat(number(one, "Blocks")).isZero();
        assertThat(number(two, "Blocks")).isEqualTo(1);
        assertThat(number(two, "StoreBytes"))
            .isEqualTo("value".getBytes(StandardCharsets.UTF_8).length);
        second.runDueTasks();
      }
      assertThat(SERVER.isRegistered(JmxView.name(two))).isFalse();
      assertThat(shown(one, "Ready")).isEqualTo(true);
      first.runDueTasks();
    }
  }

  @Test
  void figuresAreThoseOfTheNode() throws Exception {
    try (Node node = start(directory)) {
      assertThat(shown(directory, "Version")).isEqualTo(Version.read());
      assertThat(shown(directory, "Ready")).isEqualTo(node.notReady().isEmpty());
      assertThat(number(directory, "FreeBytes")).isPositive();
      assertThat(number(directory, "TotalBytes"))
          .isGreaterThanOrEqualTo(number(directory, "FreeBytes"));
      assertThat(number(directory, "Expired")).isZero();
      assertThat(number(directory, "Damaged")).isZero();
      assertThat(number(directory, "Scrubbed")).isZero();
      assertThat(number(directory, "ScrubbedBytes")).isZero();
      assertThat(number(directory, "ConfiguredPeers")).isZero();
      assertThat(number(directory, "AnsweringPeers")).isZero();
      assertThat(number(directory, "SilentPeers")).isZero();
    }
  }

  @Test
  void everyFigureIsAnAttributeThatCanBeRead() throws Exception {
    try (Node node = start(directory)) {
      String[] attributes =
          Stream.of(SERVER.getMBeanInfo(JmxView.name(directory)).getAttributes())
              .map(MBeanAttributeInfo::getName)
              .toArray(String[]::new);

      assertThat(attributes)
          .containsExactly(
              "Version",
              "Ready",
              "Blocks",
              "StoreBytes",
              "FreeBytes",
              "TotalBytes",
              "Full",
              "Expired",
              "Damaged",
              "Scrubbed",
              "ScrubbedBytes",
              "ConfiguredPeers",
              "AnsweringPeers",
              "SilentPeers",
              "Uploads",
              "ReceivedBytes",
              "SentBytes",
              "TooMany",
              "Busy",
              "ExpiryBehindSeconds",
              "ClockSteps");
      assertThat(SERVER.getAttributes(JmxView.name(directory), attributes))
          .hasSameSizeAs(attributes);
      node.runDueTasks();
    }
  }
}
