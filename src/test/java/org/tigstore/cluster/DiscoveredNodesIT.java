package org.tigstore.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.cluster.Http.ok;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Eventually;
import org.tigstore.block.Bodies;

/** Nodes that know of one another only what a name in DNS says. */
class DiscoveredNodesIT {
  private static final String NAME = "tig.test";
  @TempDir Path directory;
  private DnsServer dns;
  private Nodes nodes;
  private Nodes.Node one;
  private Nodes.Node two;

  @BeforeEach
  void start() throws IOException {
    dns = DnsServer.start();
    dns.has(NAME, "127.0.0.1", "127.0.0.2");
    nodes = new Nodes(directory, "--durability", "none").withJava(dns.javaOption());
    one = start(1);
    two = start(2);
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
    dns.close();
  }

  private Nodes.Node start(int number) throws IOException {
    return nodes.start(number, "--cluster", "http://" + NAME + ":" + nodes.port());
  }

  private static String text() {
    return UUID.randomUUID().toString();
  }

  @Test
  void everyAddressOfTheNameIsANodeExceptItself() throws Exception {
    String ofOne = text();
    String ofTwo = text();
    String pathOfOne = one.http().seal(ofOne);
    String pathOfTwo = two.http().seal(ofTwo);

    assertThat(two.http().read(pathOfOne)).isEqualTo(ofOne);
    assertThat(one.http().read(pathOfTwo)).isEqualTo(ofTwo);
    assertThat(one.holds(pathOfTwo) || two.holds(pathOfOne)).isFalse();
    for (Nodes.Node node : List.of(one, two)) {
      assertThat(node.process().errorLines())
          .filteredOn(line -> line.contains("is this node: it is left out"))
          .hasSize(1);
    }
  }

  @Test
  void aNodeJoinsAndLeavesWithItsAddress() throws Exception {
    Nodes.Node three = start(3);
    String path = three.http().seal(text());
    assertThat(one.http().status(path)).isEqualTo(404);

    dns.has(NAME, "127.0.0.1", "127.0.0.2", "127.0.0.3");
    Eventually.holds("the third node is found", () -> one.http().status(path) == 200);

    dns.has(NAME, "127.0.0.1", "127.0.0.2");
    Eventually.holds("the third node is left out", () -> one.http().status(path) == 404);
    ok(three.http().send("GET", path));
  }

  @Test
  void aNodeThatDnsDoesNotAnswerIsNotAlone() throws Exception {
    String path = one.http().seal(text());
    String lock = "/" + Bodies.nameOf(text());
    ok(one.http().put(lock + "?setifnot=1", text()));
    dns.has(NAME, "127.0.0.1", "127.0.0.2", "127.0.0.3");
    dns.fails(question -> true, DnsServer.Failure.SERVFAIL);

    Nodes.Node three = nodes.start(3, "--cluster", "http://" + NAME + ":" + nodes.port());
    Http at = three.http().once();
    assertThat(at.status(path)).isEqualTo(503);
    assertThat(at.put(lock + "?setifnot=1", text()).statusCode()).isEqualTo(503);
    assertThat(at.status("/health/ready")).isEqualTo(503);
    assertThat(at.status("/health/live")).isEqualTo(200);
    String own = at.seal(text());
    assertThat(at.status(own)).isEqualTo(200);

    dns.fails(question -> false, DnsServer.Failure.SERVFAIL);
    Eventually.holds("the third node is ready", () -> at.status("/health/ready") == 200);
    assertThat(three.http().status(path)).isEqualTo(200);
    assertThat(three.http().put(lock + "?setifnot=1", text()).statusCode()).isEqualTo(409);
    assertThat(three.holds(lock)).isFalse();
  }

  @Test
  void nodesThatAreKnownStayWhenDnsFallsSilent() throws Exception {
    String path = two.http().seal(text());
    ok(one.http().send("GET", path));

    dns.answers(question -> false);
    int questions = dns.questions();
    Eventually.holds(
        "a round of questions without an answer",
        () -> {
          ok(one.http().send("GET", path));
          return dns.questions() > questions + 6;
        });
  }
}
