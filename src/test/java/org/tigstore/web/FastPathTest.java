package org.tigstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tigstore.access.AccessMode;
import org.tigstore.block.Bodies;
import org.tigstore.block.ManualClock;
import org.tigstore.block.MemoryBlockStore;
import org.tigstore.protocol.Channel;

/**
 * Two nodes with equal blocks, one of which answers past the JAX-RS runtime: each request is
 * answered alike, and so is a read of what it left.
 */
class FastPathTest {
  private static final String SLOT = "/" + Bodies.nameOf("a slot");
  private static final String READER = "/" + Bodies.nameOf("a read channel");
  private static final String WRITER = "/" + Bodies.nameOf("a write channel");

  private static final Map<String, String> PATHS =
      Map.of(
          "SEALED", "/" + Bodies.nameOf("0123456789"),
          "LARGE", "/" + Bodies.nameOf("x".repeat(200_000)),
          "INDEX", "/" + Bodies.nameOf("/" + Bodies.nameOf("0123456789") + "\n"),
          "SLOT", SLOT,
          "READER", READER,
          "WRITER", WRITER,
          "MISSING", "/" + Bodies.nameOf("nothing"));

  private static EmbeddedNode fast;
  private static EmbeddedNode runtime;

  @BeforeAll
  static void start() throws Exception {
    fast = EmbeddedNode.start();
    runtime = EmbeddedNode.start();
  }

  @AfterAll
  static void stop() throws Exception {
    fast.stop();
    runtime.stop();
  }

  @BeforeEach
  void makeBlocks() throws Exception {
    serve(fast, true);
    serve(runtime, false);
  }

  private static void serve(EmbeddedNode node, boolean fastPath) throws Exception {
    MemoryBlockStore store =
        new MemoryBlockStore(300_000, Channel::refuseChange, new ManualClock());
    node.serve(
        EmbeddedNode.services(
            store,
            Duration.ofMinutes(10),
            EmbeddedNode.rules(
                EmbeddedNode.policy(AccessMode.KEY, Optional.empty()), List.of("http://page")),
            outcome -> {},
            fastPath));
    node.send("PUT", "/", "0123456789");
    node.send("PUT", "/", "x".repeat(200_000));
    node.send("PUT", "/", "/" + Bodies.nameOf("0123456789") + "\n");
    node.send("PUT", SLOT, "value");
    node.send("PUT", READER, "Read only channel to tig " + SLOT);
    node.send("PUT", WRITER, "Write only channel to tig " + SLOT);
  }

  /** Status, header fields but for those of moment and connection, and body. */
  private record Seen(int status, Map<String, List<String>> fields, String body) {
    static Seen of(HttpResponse<String> answer) {
      Map<String, List<String>> fields = new TreeMap<>(answer.headers().map());
      fields.keySet().removeAll(List.of("date", "connection"));
      return new Seen(answer.statusCode(), fields, answer.body());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET,    SEALED,              '',   Accept,          */*",
    "HEAD,   SEALED,              '',   Accept,          */*",
    "GET,    LARGE,               '',   Accept,          */*",
    "GET,    SLOT,                '',   Origin,          http://page",
    "GET,    SEALED,              '',   Range,           bytes=2-4",
    "GET,    SEALED,              '',   Range,           bytes=-3",
    "GET,    SEALED,              '',   Range,           'bytes=0-1,4-5'",
    "GET,    SEALED,              '',   Range,           bytes=999999-",
    "HEAD,   SEALED,              '',   Range,           bytes=2-4",
    "GET,    SLOT,                '',   If-None-Match,   *",
    "HEAD,   SLOT,                '',   If-None-Match,   *",
    "GET,    SLOT,                '',   If-Match,        '\"0\"'",
    "GET,    SLOT,                '',   If-Match,        no tag",
    "GET,    SEALED,              '',   If-Range,        '\"0\"'",
    "GET,    SEALED?chtimes=0,    '',   Accept,          */*",
    "GET,    SEALED?chtimes=2,    '',   Accept,          application/json",
    "GET,    SEALED?Content-Type=text/css, '', Accept,   */*",
    "GET,    SEALED?Content-Type=x, '', Accept,          */*",
    "GET,    INDEX?burst=1,       '',   Accept,          */*",
    "GET,    SEALED?burst=1,      '',   Accept,          */*",
    "HEAD,   INDEX?burst=1,       '',   Accept,          */*",
    "GET,    READER,              '',   Accept,          */*",
    "HEAD,   READER,              '',   Accept,          */*",
    "GET,    WRITER,              '',   Accept,          application/problem+json",
    "GET,    MISSING,             '',   Accept,          application/json",
    "HEAD,   MISSING,             '',   Accept,          application/json",
    "GET,    SLOT?take=1,         '',   Accept,          */*",
    "GET,    SEALED?take=1,       '',   Accept,          */*",
    "GET,    SLOT?take=1&burst=1, '',   Accept,          */*",
    "PUT,    /,                   body, Content-Type,    application/x-www-form-urlencoded",
    "POST,   /,                   body, Accept,          */*",
    "PUT,    /?format=a*b,        body, Accept,          */*",
    "PUT,    /?append=1,          body, Accept,          */*",
    "PUT,    /,                   body, Content-Digest,  sha-256=:AAAA:",
    "PUT,    SLOT,                body, Accept,          */*",
    "POST,   SLOT,                body, Accept,          */*",
    "PUT,    SLOT?append=1,       body, Accept,          */*",
    "PUT,    SLOT?setifnot=1,     body, Accept,          */*",
    "PUT,    MISSING?setifnot=1,  body, Accept,          */*",
    "PUT,    SLOT?append=1&setifnot=1, body, Accept,     */*",
    "PUT,    SLOT,                body, If-None-Match,   *",
    "PUT,    SEALED,              body, Accept,          application/json",
    "PUT,    READER,              body, Accept,          */*",
    "PUT,    WRITER,              body, Accept,          */*",
    "DELETE, SLOT,                '',   Accept,          */*",
    "DELETE, SLOT?format=*.,      '',   Accept,          */*",
    "DELETE, MISSING,             '',   Accept,          application/json",
    "DELETE, SEALED,              '',   Accept,          */*"
  })
  void everyRequestIsAnsweredAlike(
      String method, String target, String body, String field, String value) throws Exception {
    String path = target;
    for (Map.Entry<String, String> one : PATHS.entrySet()) {
      path = path.replace(one.getKey(), one.getValue());
    }

    assertThat(Seen.of(fast.send(method, path, body, field, value)))
        .isEqualTo(Seen.of(runtime.send(method, path, body, field, value)));
    for (String left : PATHS.values()) {
      assertThat(Seen.of(fast.send("GET", left, "")))
          .isEqualTo(Seen.of(runtime.send("GET", left, "")));
    }
  }
}
