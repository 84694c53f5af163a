package org.tigstore.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.cluster.Http.ok;
import static org.tigstore.cluster.Http.text;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.Seed;
import org.tigstore.block.Bodies;
import org.tigstore.block.Sha256;

/** Three nodes: whatever one does with a block, it does with one that another has. */
class ClusterIT {
  private static final String KEY = "a key of the cluster";
  @TempDir static Path directory;
  private static Nodes nodes;
  private static Nodes.Node one;
  private static Nodes.Node two;
  private static Nodes.Node three;

  @BeforeAll
  static void start() throws IOException {
    nodes = new Nodes(directory, "--durability", "none");
    List<Nodes.Node> running = nodes.start(3);
    one = running.get(0);
    two = running.get(1);
    three = running.get(2);
  }

  @AfterAll
  static void stop() throws IOException {
    nodes.close();
  }

  private static String freshSlot() {
    return "/" + Bodies.nameOf(UUID.randomUUID().toString());
  }

  /** A slot that the first node has. */
  private static String slotOfOne(String value) throws Exception {
    String path = freshSlot();
    ok(one.http().put(path, value));
    assertThat(one.holds(path)).isTrue();
    return path;
  }

  private static String tag(byte[] bytes) {
    return '"' + Sha256.nameOf(bytes).digits() + '"';
  }

  private static String tag(String text) {
    return tag(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4096, 65_536, 65_537, 3_000_000})
  void aSealedBlockReadsBackThroughEveryNode(int length) throws Exception {
    byte[] bytes = Bodies.bytes(length);
    String path = one.http().seal(bytes);

    for (Nodes.Node node : List.of(one, two, three)) {
      HttpResponse<byte[]> read = ok(node.http().send("GET", path));
      HttpResponse<byte[]> head = ok(node.http().send("HEAD", path));

      assertThat(read.body()).isEqualTo(bytes);
      for (HttpResponse<byte[]> answer : List.of(read, head)) {
        assertThat(answer.headers().firstValue("ETag")).contains(tag(bytes));
        assertThat(answer.headers().firstValue("Content-Length")).contains("" + length);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(answer.headers().firstValue("Tig-Expires")).isPresent();
      }
    }
    assertThat(two.holds(path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {5000, 3_000_000})
  void rangesAndPreconditionsWorkThroughANodeWithoutTheBlock(int length) throws Exception {
    byte[] bytes = Bodies.bytes(length);
    String path = one.http().seal(bytes);

    HttpResponse<byte[]> part = two.http().send("GET", path, "Range", "bytes=1000-2999");
    HttpResponse<byte[]> end = two.http().send("GET", path, "Range", "bytes=-1");
    HttpResponse<byte[]> known = two.http().send("GET", path, "If-None-Match", tag(bytes));
    HttpResponse<byte[]> other = two.http().send("GET", path, "If-Match", tag("other"));

    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, 1000, 3000));
    assertThat(end.body()).isEqualTo(new byte[] {bytes[length - 1]});
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(other.statusCode()).isEqualTo(412);
    assertThat(two.http().send("GET", path, "Range", "bytes=9999999-").statusCode()).isEqualTo(416);
  }

  @Test
  void aBlockThatNobodyHasIsMissing() throws Exception {
    HttpResponse<byte[]> answer = two.http().send("GET", freshSlot());

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void readingThroughAnotherNodeTouchesAndLookingDoesNot() throws Exception {
    String path = one.http().seal(UUID.randomUUID().toString());
    Path file = one.data().resolve(path.substring(1));
    FileTime old = FileTime.from(Instant.now().minusSeconds(300));
    Files.setLastModifiedTime(file, old);

    ok(two.http().send("HEAD", path));
    ok(two.http().send("GET", path + "?chtimes=0"));
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(old);

    ok(two.http().send("GET", path));
    assertThat(Files.getLastModifiedTime(file)).isGreaterThan(old);
  }

  @Test
  void sealingWhatAnotherNodeHasKeepsOneCopy() throws Exception {
    String text = UUID.randomUUID().toString();
    String path = one.http().seal(text);

    assertThat(two.http().seal(text)).isEqualTo(path);

    assertThat(two.holds(path)).isFalse();
    assertThat(one.holds(path)).isTrue();
  }

  @Test
  void aSlotIsChangedWhereItIs() throws Exception {
    String path = slotOfOne("one");

    assertThat(text(ok(two.http().put(path, "two")))).isEqualTo(path);
    assertThat(three.http().read(path)).isEqualTo("two");
    ok(three.http().put(path + "?append=1", ", three"));
    assertThat(one.http().read(path)).isEqualTo("two, three");
    ok(two.http().send("PUT", path, Bodies.bytes(2_000_000)));
    ok(three.http().put(path + "?append=1", "end"));
    assertThat(one.http().send("GET", path).body()).hasSize(2_000_003);
    assertThat(three.http().send("GET", path).body()).hasSize(2_000_003);
    assertThat(two.holds(path) || three.holds(path)).isFalse();
  }

  @Test
  void conditionsAreJudgedWhereTheSlotIs() throws Exception {
    String path = slotOfOne("one");

    assertThat(two.http().put(path + "?setifnot=1", "x").statusCode()).isEqualTo(409);
    assertThat(two.http().put(path, "x", "If-None-Match", "*").statusCode()).isEqualTo(412);
    assertThat(two.http().put(path, "x", "If-Match", tag("x")).statusCode()).isEqualTo(412);
    ok(two.http().put(path, "two", "If-Match", tag("one")));
    ok(three.http().put(path, "three", "If-Match", "*"));
    ok(two.http().put(path, "four", "If-None-Match", tag("one")));
    assertThat(one.http().read(path)).isEqualTo("four");
  }

  @Test
  void aSealedBlockRefusesChangesThroughEveryNode() throws Exception {
    String path = one.http().seal(UUID.randomUUID().toString());

    assertThat(two.http().put(path, "x").statusCode()).isEqualTo(409);
    assertThat(two.http().put(path + "?append=1", "x").statusCode()).isEqualTo(409);
    assertThat(two.http().send("DELETE", path).statusCode()).isEqualTo(409);
    ok(two.http().send("GET", path + "?take=1"));
    assertThat(one.holds(path)).isTrue();
  }

  @Test
  void aSlotIsDeletedAndTakenThroughEveryNode() throws Exception {
    String deleted = slotOfOne("one");
    String taken = slotOfOne("two");
    byte[] bytes = Bodies.bytes(200_000);
    String large = freshSlot();
    ok(one.http().send("PUT", large, bytes));

    ok(two.http().send("DELETE", deleted));
    assertThat(three.http().status(deleted)).isEqualTo(404);
    assertThat(two.http().send("DELETE", deleted).statusCode()).isEqualTo(404);
    assertThat(three.http().read(taken + "?take=1")).isEqualTo("two");
    assertThat(two.http().status(taken + "?take=1")).isEqualTo(404);
    assertThat(two.http().send("GET", large + "?take=1").body()).isEqualTo(bytes);
    assertThat(one.holds(large)).isFalse();
  }

  @Test
  void aDigestIsCheckedBeforeAnythingIsHandedOn() throws Exception {
    String path = slotOfOne("one");
    String wrong = "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:";

    assertThat(two.http().put(path, "two", "Content-Digest", wrong).statusCode()).isEqualTo(400);
    assertThat(one.http().read(path)).isEqualTo("one");
  }

  @Test
  void aBurstJoinsPartsFromAllNodes() throws Exception {
    String first = one.http().seal("first " + UUID.randomUUID());
    String second = two.http().seal(Bodies.bytes(100_000));
    String third = freshSlot();
    ok(three.http().put(third, "third"));
    String index = three.http().seal(String.join("\n", first, second, third));
    byte[] expected = one.http().send("GET", index + "?burst=1").body();

    assertThat(expected).hasSize(one.http().read(first).length() + 100_000 + 5);
    assertThat(two.http().send("GET", index + "?burst=1").body()).isEqualTo(expected);
    assertThat(three.http().send("GET", index + "?burst=1").body()).isEqualTo(expected);
    assertThat(one.http().send("GET", index + "?burst=1", "Range", "bytes=-7").body())
        .isEqualTo(Arrays.copyOfRange(expected, expected.length - 7, expected.length));
    String broken = two.http().seal(first + "\n" + freshSlot());
    assertThat(one.http().status(broken + "?burst=1")).isEqualTo(404);
  }

  @Test
  void aChannelOnOneNodeLeadsToABlockOnAnother() throws Exception {
    String target = slotOfOne("behind");
    String reading = freshSlot();
    String writing = freshSlot();
    ok(two.http().put(reading, "Read only channel to tig " + target));
    ok(two.http().put(writing, "Write only channel to tig " + target));

    for (Nodes.Node node : List.of(one, two, three)) {
      assertThat(node.http().read(reading)).isEqualTo("behind");
      assertThat(node.http().put(reading, "x").statusCode()).isEqualTo(403);
      assertThat(node.http().send("DELETE", reading).statusCode()).isEqualTo(403);
      assertThat(node.http().status(writing)).isEqualTo(403);
      assertThat(node.http().status(writing + "?take=1")).isEqualTo(403);
      assertThat(text(ok(node.http().put(writing, "behind")))).isEqualTo(writing);
      ok(node.http().put(writing + "?append=1", ""));
      ok(node.http().put(writing, "behind", "If-Match", tag("behind")));
    }
    assertThat(one.http().read(target)).isEqualTo("behind");
    assertThat(two.holds(target) || three.holds(target)).isFalse();
  }

  @Test
  void channelsAreNotFollowedTwiceEvenAcrossNodes() throws Exception {
    String first = freshSlot();
    String second = freshSlot();
    ok(one.http().put(first, "Read only channel to tig " + second));
    ok(two.http().put(second, "Read only channel to tig " + first));
    String writing = freshSlot();
    ok(one.http().put(writing, "Write only channel to tig " + second));

    for (Nodes.Node node : List.of(one, two, three)) {
      assertThat(node.http().status(first)).isEqualTo(403);
      assertThat(node.http().status(second)).isEqualTo(403);
      assertThat(node.http().put(writing, "x").statusCode()).isEqualTo(403);
    }
  }

  @Test
  void aRoutedRequestIsNotHandedOn() throws Exception {
    String path = slotOfOne("one");
    String routed = "?09E3F5F0-1D87-4B54-B57D-8D046D001942=another-node";

    assertThat(two.http().status(path + routed)).isEqualTo(404);
    assertThat(one.http().read(path + routed)).isEqualTo("one");
    assertThat(two.http().put(path + routed + "&setifnot=1", "x").statusCode()).isEqualTo(200);
  }

  @Test
  void aThousandWritesThroughRandomNodesReadBackThroughAll() throws Exception {
    Random random = new Random(Seed.of(ClusterIT.class));
    List<Nodes.Node> all = List.of(one, two, three);
    Map<String, String> written = new LinkedHashMap<>();
    for (int number = 0; number < 1000; number++) {
      String text = "value " + number;
      Http any = all.get(random.nextInt(3)).http();
      if (number % 2 == 0) {
        written.put(any.seal(text), text);
      } else {
        String path = "/" + Bodies.nameOf("slot " + number % 100);
        ok(any.put(path, text));
        written.put(path, text);
      }
    }
    for (Nodes.Node node : all) {
      for (Map.Entry<String, String> block : written.entrySet()) {
        assertThat(node.http().read(block.getKey())).isEqualTo(block.getValue());
      }
    }
  }

  @Test
  void theListIsOneNodesOrAllNodes() throws Exception {
    String ofOne = one.http().seal(UUID.randomUUID().toString());
    String ofTwo = two.http().seal(UUID.randomUUID().toString());
    withKey(
        () -> {
          for (String way : List.of("query", "field", "bearer")) {
            assertThat(list(one, "", way)).contains(ofOne).doesNotContain(ofTwo);
            assertThat(list(one, "&all=1", way)).contains(ofOne, ofTwo);
            assertThat(list(three, "&all=1", way)).contains(ofOne, ofTwo);
          }
        });
  }

  private static List<String> list(Nodes.Node node, String parameter, String way) throws Exception {
    String query = way.equals("query") ? "?apikey=a+key+of+the+cluster" : "?chtimes=1";
    String[] fields =
        switch (way) {
          case "field" -> new String[] {"X-API-Key", KEY};
          case "bearer" -> new String[] {"Authorization", "Bearer " + KEY};
          default -> new String[0];
        };
    return text(ok(node.http().send("GET", "/" + query + parameter, fields))).lines().toList();
  }

  @Test
  void theKeyIsPassedOnTheWayItCame() throws Exception {
    String path = slotOfOne("one");
    withKey(
        () -> {
          assertThat(two.http().put(path, "x").statusCode()).isEqualTo(401);
          ok(two.http().put(path + "?apikey=a%20key%20of%20the%20cluster", "query"));
          assertThat(one.http().read(path)).isEqualTo("query");
          ok(two.http().put(path, "field", "X-API-Key", KEY));
          assertThat(one.http().read(path)).isEqualTo("field");
          ok(two.http().put(path, "bearer", "Authorization", "Bearer " + KEY));
          assertThat(one.http().read(path)).isEqualTo("bearer");
          ok(two.http().put(path, "basic", "Authorization", "Basic " + base64(":" + KEY)));
          assertThat(one.http().read(path)).isEqualTo("basic");
        });
    for (Nodes.Node node : List.of(one, two, three)) {
      assertThat(node.process().errorLines()).noneMatch(line -> line.contains("key of the"));
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @FunctionalInterface
  private interface Step {
    void run() throws Exception;
  }

  private static void withKey(Step step) throws Exception {
    List<Path> files = new ArrayList<>();
    for (Nodes.Node node : List.of(one, two, three)) {
      files.add(Files.writeString(node.data().resolve("apikey"), KEY));
    }
    try {
      step.run();
    } finally {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 500000\r\n\r\nhalf a value",
        "Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"
      })
  void anUploadThatBreaksOffLeavesTheSlotElsewhereAsItWas(String upload) throws Exception {
    String path = slotOfOne("one");
    for (String parameter : List.of("", "?append=1")) {
      URI address = two.http().address();
      try (Socket socket = new Socket(address.getHost(), address.getPort())) {
        String head = "PUT " + path + parameter + " HTTP/1.1\r\nHost: x\r\n";
        socket.getOutputStream().write((head + upload).getBytes(UTF_8));
        socket.shutdownOutput();
        socket.getInputStream().readAllBytes();
      }
    }

    assertThat(one.http().read(path)).isEqualTo("one");
  }

  @Test
  void aChannelThatLeadsToNothingIsThereAllTheSame() throws Exception {
    String reading = freshSlot();
    ok(one.http().put(reading, "Read only channel to tig " + freshSlot()));

    assertThat(two.http().status(reading)).isEqualTo(404);
    assertThat(two.http().put(reading, "squatter").statusCode()).isEqualTo(403);
    assertThat(two.http().send("DELETE", reading).statusCode())
        .isEqualTo(one.http().send("DELETE", reading).statusCode());
    assertThat(two.holds(reading)).isFalse();
  }

  @Test
  void aDamagedBlockIsHealedByStoringItAgain() throws Exception {
    byte[] bytes = Bodies.bytes(3000);
    String path = one.http().seal(bytes);
    Path file = one.data().resolve(path.substring(1));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.write(file, new byte[] {1, 2, 3});
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));

    assertThat(one.http().seal(bytes)).isEqualTo(path);

    assertThat(two.http().send("GET", path).body()).isEqualTo(bytes);
  }
}
