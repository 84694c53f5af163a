package org.tigstore.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.tigstore.cluster.Http.ok;
import static org.tigstore.cluster.Http.text;
import static org.tigstore.cluster.ScriptedPeer.head;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Eventually;
import org.tigstore.block.Bodies;
import org.tigstore.block.Sha256;
import org.tigstore.standalone.TigProcess;

/** A node among peers that hang, break off, talk nonsense or lie. */
@Timeout(600)
class FaultyPeerIT {
  private static final List<String> PATIENT =
      List.of("--peer-timeout", "PT1M", "--peer-pause", "PT1M");
  private static final List<String> IMPATIENT =
      List.of("--peer-timeout", "PT0.5S", "--peer-pause", "PT0.5S");

  /** Longer than any test. */
  private static final String NEVER = "PT24H";

  @TempDir Path directory;
  private final List<AutoCloseable> running = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : running) {
      one.close();
    }
  }

  private ScriptedPeer peer(ScriptedPeer.Script script) throws IOException {
    ScriptedPeer peer = ScriptedPeer.start(script);
    running.add(peer);
    return peer;
  }

  /** A node that gives peers all the time that they may need on a slow machine. */
  private Nodes.Node nodeBeside(URI... peers) throws IOException {
    return nodeBeside(PATIENT, NEVER, peers);
  }

  /**
   * A node that soon takes a peer for gone that does not answer.
   *
   * @param limits how long peers may take to answer
   * @param retry how long between two requests to a peer that does not answer
   */
  private Nodes.Node nodeBeside(List<String> limits, String retry, URI... peers)
      throws IOException {
    Path data = Files.createTempDirectory(directory, "node-");
    List<String> options = new ArrayList<>(List.of("--data", data.toString(), "--port", "0"));
    options.addAll(limits);
    options.addAll(List.of("--peer-gone", "PT0.1S", "--peer-retry", retry));
    if (peers.length > 0) {
      List<String> addresses = Arrays.stream(peers).map(URI::toString).toList();
      options.addAll(List.of("--cluster", String.join(",", addresses)));
    }
    TigProcess process =
        TigProcess.start(
            TigProcess.thisJava(), List.of("-Xmx128m"), options.toArray(String[]::new));
    running.add(process);
    return new Nodes.Node(process, new Http(process.awaitAddress(), false), data);
  }

  private static String freshSlot() {
    return "/" + Bodies.nameOf(UUID.randomUUID().toString());
  }

  private static String pathOf(byte[] bytes) {
    return "/" + Sha256.nameOf(bytes);
  }

  /** A peer that says of every block that it has it, sealed and so long, and then does this. */
  private ScriptedPeer claiming(int length, ScriptedPeer.Script onReading) throws IOException {
    return peer(
        (request, caller) -> {
          String name = request.substring(request.indexOf('/') + 1).substring(0, 64);
          byte[] head = head("200 OK", "Content-Length: " + length, "ETag: \"" + name + "\"");
          if (request.startsWith("HEAD")) {
            caller.write(head);
          } else {
            onReading.answer(request, new Begun(caller, head));
          }
        });
  }

  private static void hang() throws InterruptedException {
    Thread.sleep(Long.MAX_VALUE);
  }

  /** An answer that begins with a head, once something is written. */
  private static final class Begun extends OutputStream {
    private final OutputStream caller;
    private byte[] head;

    Begun(OutputStream caller, byte[] head) {
      this.caller = caller;
      this.head = head;
    }

    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      caller.write(head);
      head = new byte[0];
      caller.write(bytes, offset, length);
    }
  }

  @Test
  void aSilentPeerIsLeftAloneAfterAFewRequests() throws Exception {
    ScriptedPeer silent = ScriptedPeer.silent();
    running.add(silent);
    Nodes.Node node = nodeBeside(IMPATIENT, NEVER, silent.address());

    assertThat(node.http().status(freshSlot())).isEqualTo(503);
    AtomicInteger asked = new AtomicInteger(1);
    Eventually.holds(
        "the peer is left alone",
        () -> {
          assertThat(node.http().status(freshSlot())).isIn(503, 404);
          asked.incrementAndGet();
          return saysThatAPeerIsLeftAlone(node);
        });
    awaitGone(node);
    assertThat(node.http().read("/status"))
        .contains("{\"address\":\"" + silent.address() + "\",\"state\":\"gone\",\"since\":\"2");
    for (int request = 0; request < 30; request++) {
      assertThat(node.http().status(freshSlot())).isEqualTo(404);
    }

    Eventually.holds("a request came", () -> !silent.requests().isEmpty());
    assertThat(silent.requests()).hasSizeLessThanOrEqualTo(asked.get());
  }

  private static boolean saysThatAPeerIsLeftAlone(Nodes.Node node) throws IOException {
    return node.process().errorLines().stream()
        .anyMatch(line -> line.endsWith("does not respond: requests to it are suspended"));
  }

  @Test
  void aPeerThatAnswersAgainIsAskedAgain() throws Exception {
    byte[] bytes = Bodies.bytes(5000);
    AtomicBoolean well = new AtomicBoolean();
    ScriptedPeer peer =
        peer(
            (request, caller) -> {
              if (!well.get()) {
                hang();
              }
              caller.write(head("200 OK", "Content-Length: 5000"));
              if (!request.startsWith("HEAD")) {
                caller.write(bytes);
              }
            });
    Nodes.Node node = nodeBeside(IMPATIENT, "PT0.1S", peer.address());
    awaitGone(node);

    well.set(true);

    Eventually.holds(
        "the block is found",
        () -> Arrays.equals(node.http().send("GET", pathOf(bytes)).body(), bytes));
  }

  private static void awaitGone(Nodes.Node node) throws InterruptedException {
    Eventually.holds("a miss is a miss", () -> node.http().status(freshSlot()) == 404);
  }

  @Test
  void nobodyChangesASlotThatASilentPeerMayHave() throws Exception {
    ScriptedPeer silent = ScriptedPeer.silent();
    running.add(silent);
    Nodes.Node node = nodeBeside(IMPATIENT, NEVER, silent.address());
    String path = freshSlot();

    assertThat(node.http().put(path, "value").statusCode()).isEqualTo(503);
    assertThat(node.holds(path)).isFalse();
    assertThat(node.http().send("DELETE", path).statusCode()).isEqualTo(503);
    String sealed = node.http().seal("abc");
    assertThat(node.holds(sealed)).isTrue();
    Eventually.holds(
        "the peer is left alone", () -> node.http().put(path, "value").statusCode() == 200);
  }

  @Test
  void aPeerThatNobodyCanReachKeepsNobodyFromWorking() throws Exception {
    Nodes.Node node = nodeBeside(URI.create("http://127.0.0.1:1"));

    String path = node.http().seal("abc");
    ok(node.http().put(freshSlot(), "value"));

    assertThat(node.http().read(path)).isEqualTo("abc");
    assertThat(node.http().status(freshSlot())).isEqualTo(404);
  }

  @Test
  void nonsenseIsNoAnswer() throws Exception {
    ScriptedPeer nonsense =
        peer((request, caller) -> caller.write("nonsense\r\n\r\n".getBytes(UTF_8)));
    ScriptedPeer nothing = peer((request, caller) -> {});
    Nodes.Node node = nodeBeside(nonsense.address(), nothing.address());

    awaitGone(node);
    Eventually.holds(
        "the peers are gone",
        () -> node.http().put(freshSlot() + "?setifnot=1", "value").statusCode() == 200);
  }

  @Test
  void aPeerWhoseStoreFailsIsNotTakenForEmpty() throws Exception {
    byte[] failure =
        head("500 Internal Server Error", "Content-Length: 0", "Tig-Reason: the disk has failed");
    Nodes.Node node = nodeBeside(peer((request, caller) -> caller.write(failure)).address());
    String path = freshSlot();

    HttpResponse<byte[]> answer = node.http().send("GET", path);
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.headers().firstValue("Tig-Reason")).contains("the disk has failed");
    assertThat(node.http().put(path, "value").statusCode()).isEqualTo(500);
    assertThat(node.holds(path)).isFalse();
    assertThat(node.holds(node.http().seal("abc"))).isTrue();
  }

  @Test
  void whatHasGoneWhenItIsAskedForIsMissing() throws Exception {
    byte[] there = head("200 OK", "Content-Length: 5");
    byte[] gone = head("404 Not Found", "Content-Length: 0");
    ScriptedPeer peer =
        peer((request, caller) -> caller.write(request.startsWith("HEAD") ? there : gone));
    Nodes.Node node = nodeBeside(peer.address());

    assertThat(node.http().status(freshSlot())).isEqualTo(404);
    assertThat(node.http().status(freshSlot() + "?take=1")).isEqualTo(404);
    assertThat(node.http().send("DELETE", freshSlot()).statusCode()).isEqualTo(404);
  }

  @Test
  void aFewWrongBytesAreNeverGiven() throws Exception {
    byte[] bytes = Bodies.bytes(5000);
    ScriptedPeer liar =
        claiming(5000, (request, caller) -> caller.write(Bodies.bytes(5001), 0, 5000));
    Nodes.Node node = nodeBeside(liar.address());

    HttpResponse<byte[]> answer = node.http().send("GET", pathOf(bytes));

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).isEmpty();
    assertThat(liar.requests()).anyMatch(request -> request.startsWith("GET"));
  }

  @Test
  void manyWrongBytesNeverMakeAWholeAnswer() throws Exception {
    byte[] bytes = Bodies.bytes(300_000);
    ScriptedPeer liar =
        claiming(300_000, (request, caller) -> caller.write(Bodies.bytes(300_001), 0, 300_000));
    Nodes.Node node = nodeBeside(liar.address());

    assertThatIOException().isThrownBy(() -> node.http().send("GET", pathOf(bytes)));
    assertThat(node.http().send("GET", pathOf(bytes), "Range", "bytes=10-19").statusCode())
        .isEqualTo(502);
  }

  @Test
  void fewerBytesThanAnnouncedNeverMakeAWholeAnswer() throws Exception {
    byte[] bytes = Bodies.bytes(300_000);
    ScriptedPeer liar = claiming(300_000, (request, caller) -> caller.write(bytes, 0, 200_000));
    Nodes.Node node = nodeBeside(liar.address());

    assertThatIOException().isThrownBy(() -> node.http().send("GET", pathOf(bytes)));
  }

  @Test
  void whatOnePeerDoesNotGiveTheNextIsAskedFor() throws Exception {
    byte[] few = Bodies.bytes(5000);
    byte[] many = Bodies.bytes(300_000);
    Nodes.Node holder = nodeBeside();
    holder.http().seal(few);
    holder.http().seal(many);
    ScriptedPeer wrong = claiming(5000, (request, caller) -> caller.write(Bodies.bytes(1), 0, 1));
    ScriptedPeer hanging = claiming(5000, (request, caller) -> hang());
    ScriptedPeer refusing = claiming(300_000, (request, caller) -> {});
    Nodes.Node node =
        nodeBeside(
            List.of("--peer-timeout", "PT1M", "--peer-pause", "PT1S"),
            NEVER,
            wrong.address(),
            hanging.address(),
            refusing.address(),
            holder.http().address());

    for (byte[] bytes : List.of(few, many)) {
      Eventually.holds(
          "the holder's bytes after those of all others",
          () ->
              isGiven(node, bytes)
                  && Stream.of(wrong, hanging, refusing).allMatch(FaultyPeerIT::wasRead));
    }
  }

  /** Whether this block is given: all of it, or nothing where the holder too was slow. */
  private static boolean isGiven(Nodes.Node node, byte[] bytes) throws InterruptedException {
    try {
      HttpResponse<byte[]> answer = node.http().send("GET", pathOf(bytes));
      assertThat(answer.statusCode()).isIn(200, 502);
      assertThat(answer.body()).isEqualTo(answer.statusCode() == 200 ? bytes : new byte[0]);
      return answer.statusCode() == 200;
    } catch (IOException e) {
      // Broken off on its way.
      return false;
    }
  }

  private static boolean wasRead(ScriptedPeer peer) {
    return peer.requests().stream().anyMatch(request -> request.startsWith("GET"));
  }

  @Test
  void aWriteThatAPeerMayOrMayNotHaveDoneIsNotAcknowledged() throws Exception {
    ScriptedPeer dying = claimingSlots();
    Nodes.Node node = nodeBeside(dying.address());
    String path = freshSlot();

    HttpResponse<byte[]> answer = node.http().put(path, "value");

    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.headers().firstValue("Tig-Reason")).isPresent();
    assertThat(node.holds(path)).isFalse();
    assertThat(node.http().send("DELETE", path).statusCode()).isEqualTo(502);
    assertThat(node.http().status(path + "?take=1")).isEqualTo(502);
    assertThat(dying.requests()).filteredOn(request -> request.startsWith("PUT")).hasSize(1);
    assertThat(dying.requests()).filteredOn(request -> request.startsWith("DELETE")).hasSize(1);
  }

  /** A peer that has every slot, and dies over every change. */
  private ScriptedPeer claimingSlots() throws IOException {
    return peer(
        (request, caller) -> {
          if (request.startsWith("HEAD") || request.contains("chtimes=0")) {
            caller.write(head("200 OK", "Content-Length: 5"));
          }
          if (request.contains("chtimes=0")) {
            caller.write("value".getBytes(UTF_8));
          }
        });
  }

  @Test
  void whoeverAnswersEverythingWithOkIsNotTakenForANode() throws Exception {
    ScriptedPeer stranger =
        peer(
            (request, caller) -> {
              caller.write(head("200 OK", "Content-Length: 2"));
              if (!request.startsWith("HEAD")) {
                caller.write("hi".getBytes(UTF_8));
              }
            });
    Nodes.Node node = nodeBeside(stranger.address());
    byte[] bytes = Bodies.bytes(5000);

    assertThat(node.http().send("PUT", "/", bytes).statusCode()).isEqualTo(200);
    assertThat(node.holds(pathOf(bytes))).isTrue();
    assertThat(node.http().put(freshSlot(), "value").statusCode()).isEqualTo(502);
  }

  @Test
  void aPeerThatFailsMayHaveTheBlock() throws Exception {
    ScriptedPeer failing =
        peer((request, caller) -> caller.write(head("500 Oops", "Content-Length: 0")));
    Nodes.Node node = nodeBeside(failing.address());

    assertThat(node.http().status(freshSlot())).isEqualTo(500);
    assertThat(node.http().put(freshSlot() + "?append=1", "value").statusCode()).isEqualTo(500);
  }

  @Test
  void aPeerThatStopsReadingIsNotWaitedForForEver() throws Exception {
    ScriptedPeer deaf =
        peer(
            (request, caller) -> {
              if (request.startsWith("HEAD") || request.contains("chtimes=0")) {
                caller.write(head("200 OK", "Content-Length: 100000"));
              } else {
                caller.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(UTF_8));
                hang();
              }
            });
    Nodes.Node node =
        nodeBeside(
            List.of("--peer-timeout", "PT1M", "--peer-pause", "PT0.5S"), NEVER, deaf.address());

    assertThat(node.http().send("PUT", freshSlot(), Bodies.bytes(30_000_000)).statusCode())
        .isEqualTo(502);
  }

  @Test
  void manyBytesOfASlotHaveToBeThoseOfTheEntityTag() throws Exception {
    byte[] bytes = Bodies.bytes(100_000);
    byte[] head =
        head(
            "200 OK",
            "Content-Length: 100000",
            "ETag: \"" + Sha256.nameOf(Bodies.bytes(100_001)).digits() + "\"");
    ScriptedPeer liar =
        peer(
            (request, caller) -> {
              caller.write(head);
              if (!request.startsWith("HEAD")) {
                caller.write(bytes);
              }
            });
    Nodes.Node node = nodeBeside(liar.address());

    assertThatIOException().isThrownBy(() -> node.http().send("GET", freshSlot()));
  }

  @Test
  void whatAPeerDoesNotSealIsSealedHere() throws Exception {
    byte[] bytes = Bodies.bytes(5000);
    Nodes.Node node = nodeBeside(claiming(5000, (request, caller) -> {}).address());

    assertThat(node.http().seal(bytes)).isEqualTo(pathOf(bytes));

    assertThat(node.holds(pathOf(bytes))).isTrue();
  }

  @Test
  void aPeerThatSaysLittleIsUnderstood() throws Exception {
    String text = "a text that is sent in chunks";
    ScriptedPeer terse =
        peer(
            (request, caller) -> {
              if (request.startsWith("HEAD")) {
                caller.write(head("200 OK"));
              } else {
                caller.write(head("200 OK", "Transfer-Encoding: chunked"));
                caller.write(
                    "%x\r\n%s\r\n0\r\n\r\n".formatted(text.length(), text).getBytes(UTF_8));
              }
            });
    Nodes.Node node = nodeBeside(terse.address());
    String path = pathOf(text.getBytes(UTF_8));

    HttpResponse<byte[]> sealed = ok(node.http().send("GET", path));
    HttpResponse<byte[]> slot = ok(node.http().send("GET", freshSlot()));

    assertThat(text(sealed)).isEqualTo(text);
    assertThat(sealed.headers().firstValue("Cache-Control")).contains("no-cache");
    assertThat(text(slot)).isEqualTo(text);
    assertThat(slot.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(terse.requests())
        .allMatch(request -> request.contains("?09E3F5F0-1D87-4B54-B57D-8D046D001942="));
  }
}
