package org.tigstore.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.access.AccessMode;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.ManualClock;
import org.tigstore.block.MemoryBlockStore;
import org.tigstore.protocol.Channel;

/** What fields say of a body, on every route, with every method, with and without the fast path. */
class BodyFieldsTest {
  private static final String BODY = "a body";
  private static final BlockName SLOT = Bodies.nameOf("a slot");
  private static final BlockName TARGET = Bodies.nameOf("the target of a channel");
  private static final BlockName CHANNEL = Bodies.nameOf("a write channel");

  private static final List<String> ROUTES =
      List.of(
          "/",
          "/kv",
          "/" + SLOT,
          "/" + SLOT + "?append=1",
          "/" + CHANNEL,
          "/" + CHANNEL + "?append=1",
          "/" + Bodies.nameOf("nothing"),
          "/" + Bodies.nameOf("nothing") + "?setifnot=1",
          "/" + Bodies.nameOf("nothing") + "?append=1");

  private static EmbeddedNode node;

  @BeforeAll
  static void start() throws Exception {
    node = EmbeddedNode.start();
  }

  @AfterAll
  static void stop() throws Exception {
    node.stop();
  }

  private static MemoryBlockStore serve(boolean fastPath) throws Exception {
    MemoryBlockStore store = new MemoryBlockStore(1000, Channel::refuseChange, new ManualClock());
    node.serve(
        EmbeddedNode.services(
            store,
            Duration.ofMinutes(10),
            EmbeddedNode.rules(EmbeddedNode.policy(AccessMode.KEY, Optional.empty()), List.of()),
            outcome -> {},
            fastPath));
    Bodies.write(store, SLOT, "value");
    Bodies.write(store, TARGET, "value");
    Bodies.write(store, CHANNEL, "Write only channel to tig /" + TARGET);
    return store;
  }

  private static List<String> valuesIn(MemoryBlockStore store) throws Exception {
    List<String> values = new ArrayList<>();
    for (Iterator<BlockName> names = store.newestFirst(); names.hasNext(); ) {
      BlockName name = names.next();
      values.add(name + " " + Bodies.readText(store, name));
    }
    return values;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Range             | bytes 2-7/8                   | 400",
        "content-range             | bytes 0-5/6                   | 400",
        "CONTENT-RANGE             | bytes */6                     | 400",
        "Content-Range             | items 0-1/2                   | 400",
        "Content-Range             | nonsense                      | 400",
        "Content-Range             | ''                            | 400",
        "Upload-Offset             | 6                             | 400",
        "Upload-Complete           | ?0                            | 400",
        "Upload-Complete           | nonsense                      | 400",
        "Content-Encoding          | gzip                          | 415",
        "content-encoding          | GZIP                          | 415",
        "Content-Encoding          | br                            | 415",
        "Content-Encoding          | aws-chunked                   | 415",
        "Content-Encoding          | identity, gzip                | 415",
        "Content-Encoding          | gzip, gzip                    | 415",
        "Content-Encoding          | nonsense                      | 415",
        "Content-Transfer-Encoding | base64                        | 415",
        "Content-Transfer-Encoding | quoted-printable              | 415",
        "Content-Type              | multipart/form-data           | 415",
        "content-type              | Multipart/Form-Data;boundary=x | 415",
        "Content-Type              | multipart/form-data ; boundary=x | 415",
        "Content-Type              | multipart/byteranges; boundary=x | 415",
        "Content-Digest            | sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=: | 400",
        "Digest                    | MD5=AAAAAAAAAAAAAAAAAAAAAA==  | 400",
        "Content-MD5               | AAAAAAAAAAAAAAAAAAAAAA==      | 400",
        "Content-MD5               | nonsense                      | 400",
        "X-Checksum-Md5            | 00                            | 400",
        "Trailer                   | Expires, content-md5          | 400",
        "X-Amz-Content-Sha256      | STREAMING-AWS4-HMAC-SHA256-PAYLOAD | 501"
      })
  void writeThatSaysThisIsRefusedAndChangesNothing(String field, String value, int status)
      throws Exception {
    for (boolean fastPath : new boolean[] {true, false}) {
      MemoryBlockStore store = serve(fastPath);
      List<String> before = valuesIn(store);
      for (String method : new String[] {"PUT", "POST"}) {
        for (String route : ROUTES) {
          HttpResponse<String> answer = node.send(method, route, BODY, field, value);

          assertThat(answer.statusCode()).as("%s %s", method, route).isEqualTo(status);
          assertThat(answer.body()).isEmpty();
          assertThat(answer.headers().firstValue("Tig-Reason").orElse("")).isNotBlank();
          assertThat(answer.headers().firstValue("Accept-Encoding"))
              .isEqualTo(
                  Optional.of("identity")
                      .filter(coding -> field.toLowerCase(Locale.ROOT).endsWith("encoding")));
        }
      }
      assertThat(valuesIn(store)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Encoding          | identity",
        "Content-Encoding          | Identity ,",
        "Content-Encoding          | ''",
        "Content-Transfer-Encoding | binary",
        "Upload-Complete           | ?1",
        "Content-Type              | multipart/mixed; boundary=x",
        "Content-Type              | multipart/form-data-too",
        "Content-Type              | application/x-www-form-urlencoded",
        "Content-MD5               | RIGHT",
        "Content-Digest            | sha-512=:AAAA:",
        "X-Amz-Content-Sha256      | UNSIGNED-PAYLOAD",
        "X-Checksum-Sha1           | 00",
        "Trailer                   | X-Other",
        "Range                     | bytes=2-7"
      })
  void writeThatSaysThisIsDone(String field, String value) throws Exception {
    for (boolean fastPath : new boolean[] {true, false}) {
      for (String method : new String[] {"PUT", "POST"}) {
        MemoryBlockStore store = serve(fastPath);
        for (String route : ROUTES) {
          String right = value.replace("RIGHT", md5(BODY));
          HttpResponse<String> answer = node.send(method, route, BODY, field, right);

          boolean taken = route.endsWith("setifnot=1");
          assertThat(answer.statusCode()).as("%s %s", method, route).isEqualTo(taken ? 409 : 200);
        }
        assertThat(Bodies.readText(store, SLOT)).isEqualTo(BODY + BODY);
        assertThat(Bodies.readText(store, TARGET)).isEqualTo(BODY + BODY);
        assertThat(Bodies.readText(store, Bodies.nameOf(BODY))).isEqualTo(BODY);
      }
    }
  }

  private static String md5(String text) throws Exception {
    byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8));
    return Base64.getEncoder().encodeToString(digest);
  }

  /** A read says nothing of a body, whatever it sends along. */
  @ParameterizedTest
  @CsvSource({
    "Content-Range, bytes 0-1/2",
    "Content-Encoding, gzip",
    "Content-Type, multipart/form-data",
    "Content-MD5, nonsense"
  })
  void readThatSaysThisIsDone(String field, String value) throws Exception {
    serve(true);

    assertThat(node.send("GET", "/" + SLOT, "", field, value).statusCode()).isEqualTo(200);
    assertThat(node.send("DELETE", "/" + SLOT, "", field, value).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unquoted", "\"unfinished", "''", ",", "W/x"})
  void invalidIfNoneMatchIsIgnoredByReadsAlone(String tags) throws Exception {
    for (boolean fastPath : new boolean[] {true, false}) {
      serve(fastPath);
      String path = "/" + SLOT;
      String field = "If-None-Match";

      assertThat(node.send("GET", path, "", field, tags).body()).isEqualTo("value");
      assertThat(node.send("HEAD", path, "", field, tags).statusCode()).isEqualTo(200);
      assertThat(node.send("PUT", path, BODY, field, tags).statusCode()).isEqualTo(400);
      assertThat(node.send("DELETE", path, "", field, tags).statusCode()).isEqualTo(400);
      assertThat(node.send("GET", path + "?take=1", "", field, tags).statusCode()).isEqualTo(400);
      assertThat(node.send("GET", path, "").body()).isEqualTo("value");
    }
  }
}
