package org.tigstore.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.tigstore.client.ScriptedServer.answer;
import static org.tigstore.client.ScriptedServer.cutShort;
import static org.tigstore.client.ScriptedServer.hangUp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.BlockName;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.Sha256;

/** What the client does with answers that are wrong, late, broken, or those of other servers. */
class TigServerTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final byte[] NOTHING = {};
  private static final byte[] BYTES = new byte[300_000];
  private static final BlockName NAME;
  private static final BlockName SLOT = Sha256.nameOf("a key".getBytes(UTF_8));

  static {
    new Random(19).nextBytes(BYTES);
    NAME = Sha256.nameOf(BYTES);
  }

  @TempDir Path directory;

  private static byte[] path(BlockName name) {
    return ("/tig/" + name).getBytes(UTF_8);
  }

  private static byte[] from(int offset) {
    return Arrays.copyOfRange(BYTES, offset, BYTES.length);
  }

  private interface Action {
    void run(TigServer server) throws IOException;
  }

  private static ServerException failure(ScriptedServer server, Duration repeatFor, Action action)
      throws IOException {
    try (TigServer client = server.client(repeatFor)) {
      action.run(client);
      throw new AssertionError("succeeded");
    } catch (ServerException e) {
      return e;
    }
  }

  @Test
  void sealingIsRepeatedUntilItSucceeds() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start(
                answer(503, NOTHING, "Retry-After", "0"),
                hangUp(),
                answer(429, NOTHING, "Retry-After", "0", "Tig-Reason", "too many"),
                answer(200, path(NAME)));
        TigServer client = server.client(LONG)) {
      assertThat(client.seal(BYTES)).isEqualTo(NAME);
      assertThat(server.requests()).hasSize(4).containsOnly("PUT /tig/");
    }
  }

  @Test
  void appendIsRepeatedOnlyAfterARefusalOfTig() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(
            answer(503, NOTHING, "Retry-After", "0", "Tig-Reason", "tig is stopping"),
            answer(503, NOTHING, "Retry-After", "0"))) {
      ServerException refused =
          failure(server, LONG, client -> client.append(SLOT, Contents.of(BYTES)));
      assertThat(refused.status()).isEqualTo(503);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void whatIsNotHarmlessIsNotRepeatedAfterABrokenConnection() throws Exception {
    Condition ofValue =
        new Condition(Condition.Expectation.ONE_OF, Set.of(NAME), Refusal.CONDITION_FAILED);
    List<Action> changes =
        List.of(
            client -> client.append(SLOT, Contents.of(BYTES)),
            client -> client.take(SLOT),
            client -> client.writeSlot(SLOT, Contents.of(BYTES), Condition.VACANT),
            client -> client.writeSlot(SLOT, Contents.of(BYTES), ofValue));
    for (Action change : changes) {
      try (ScriptedServer server = ScriptedServer.start(hangUp())) {
        ServerException broken = failure(server, LONG, change);
        assertThat(broken).hasMessageContaining("is not known");
        assertThat(broken.status()).isZero();
        assertThat(server.requests()).hasSize(1);
      }
    }
  }

  @Test
  void refusalIsToldWithItsReasonAndWithoutTheKey() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(answer(401, NOTHING, "Tig-Reason", "the API key is wrong"))) {
      ServerException refused = failure(server, LONG, client -> client.seal(BYTES));
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused)
          .hasMessageContaining("401 (the API key is wrong)")
          .hasMessageNotContaining("Secret-7");
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void answerWithAnotherHashIsAFailure() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(answer(200, path(SLOT)))) {
      assertThat(failure(server, LONG, client -> client.seal(BYTES)))
          .hasMessageContaining("stored " + SLOT + " instead of " + NAME);
    }
  }

  /** As the reference implementation refuses a write. */
  @Test
  void emptyAnswerToAWriteIsAFailure() throws Exception {
    try (ScriptedServer server = ScriptedServer.start(answer(200, NOTHING))) {
      assertThat(
              failure(
                  server,
                  LONG,
                  client -> client.writeSlot(SLOT, Contents.of(BYTES), Condition.VACANT)))
          .hasMessageContaining("did not execute");
      assertThat(server.requests()).containsExactly("PUT /tig/" + SLOT + "?setifnot=1");
    }
  }

  @Test
  void pageOfAnotherServerIsAFailure() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start(answer(200, "<html>Log in</html>".getBytes(UTF_8)))) {
      assertThat(failure(server, LONG, client -> client.seal(BYTES)))
          .hasMessageContaining("is not a tig server");
    }
  }

  @Test
  void readingGoesOnWhereTheConnectionBroke() throws Exception {
    String tag = '"' + NAME.digits() + '"';
    try (ScriptedServer server =
            ScriptedServer.start(
                cutShort(200, BYTES, 100_000, "ETag", tag),
                cutShort(206, from(100_000), 50_000, "ETag", tag),
                answer(206, from(150_000), "ETag", tag));
        TigServer client = server.client(LONG);
        InputStream read = client.read(NAME)) {
      assertThat(read.readAllBytes()).isEqualTo(BYTES);
      assertThat(server.requests())
          .containsExactly(
              "GET /tig/" + NAME,
              "GET /tig/" + NAME + " bytes=100000-",
              "GET /tig/" + NAME + " bytes=150000-");
    }
  }

  @Test
  void serverWithoutRangesAndTagsIsReadFromTheBeginning() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start(cutShort(200, BYTES, 100_000), answer(200, BYTES));
        TigServer client = server.client(LONG);
        InputStream read = client.read(NAME)) {
      assertThat(read.readAllBytes()).isEqualTo(BYTES);
    }
  }

  @Test
  void otherBytesNeverEndLikeTheBlock() throws Exception {
    byte[] wrong = BYTES.clone();
    wrong[0]++;
    try (ScriptedServer server = ScriptedServer.start(answer(200, wrong));
        TigServer client = server.client(LONG);
        InputStream read = client.read(NAME)) {
      ByteArrayOutputStream received = new ByteArrayOutputStream();
      assertThatThrownBy(() -> read.transferTo(received)).hasMessageContaining("other bytes");
      assertThat(received.size()).isEqualTo(BYTES.length - 1);
    }
  }

  @Test
  void slotIsNotReadAsASealedBlock() throws Exception {
    String tag = '"' + NAME.digits() + '"';
    try (ScriptedServer server = ScriptedServer.start(answer(200, BYTES, "ETag", tag))) {
      assertThat(failure(server, LONG, client -> client.read(SLOT).close()))
          .hasMessageContaining("slot");
      try (TigServer client = server.client(LONG);
          TigServer.Slot slot = client.readSlot(SLOT).orElseThrow()) {
        assertThat(slot.head().tag()).contains(NAME);
        assertThat(slot.bytes().readAllBytes()).isEqualTo(BYTES);
        assertThat(client.touch(SLOT)).isEmpty();
        assertThat(client.touchAny(SLOT)).isPresent();
      }
    }
  }

  @Test
  void serverTellsHowLongABlockLives() throws Exception {
    String[] never = {"Tig-Expires", "Fri, 1 Jan 2100 00:00:00 GMT"};
    try (ScriptedServer server =
            ScriptedServer.start(answer(304, NOTHING, never), answer(304, NOTHING));
        TigServer client = server.client(LONG)) {
      assertThat(client.touch(NAME).orElseThrow().timeLeft().orElseThrow())
          .isGreaterThan(Duration.ofDays(1));
      assertThat(client.touch(NAME).orElseThrow().timeLeft()).isEmpty();
    }
  }

  @Test
  void downloadContinuesWhatWasCutShort() throws Exception {
    Path file = directory.resolve("file");
    BlockAddress source = BlockAddress.parse(NAME.digits());
    try (ScriptedServer server =
            ScriptedServer.start(cutShort(200, BYTES, 100_000), answer(206, from(100_000 - 1)));
        TigServer client = server.client(Duration.ZERO)) {
      assertThatThrownBy(() -> new Download(client, bytes -> {}).to(file, source))
          .isInstanceOf(IOException.class);
      assertThat(file).doesNotExist();
      assertThat(new Download(client, bytes -> {}).to(file, source)).isEqualTo(BYTES.length);
      assertThat(file).hasBinaryContent(BYTES);
      assertThat(server.requests()).last().asString().endsWith(" bytes=99999-");
      try (var left = Files.list(directory)) {
        assertThat(left).containsExactly(file);
      }
    }
  }

  @Test
  void downloadOfOtherBytesLeavesNothingToContinue() throws Exception {
    Path file = directory.resolve("file");
    byte[] wrong = BYTES.clone();
    wrong[BYTES.length - 1]++;
    BlockAddress source = BlockAddress.parse(NAME.digits());
    try (ScriptedServer server = ScriptedServer.start(answer(200, wrong), answer(200, BYTES));
        TigServer client = server.client(LONG)) {
      assertThatThrownBy(() -> new Download(client, bytes -> {}).to(file, source))
          .hasMessageContaining("other bytes");
      assertThat(file).doesNotExist();
      assertThat(new Download(client, bytes -> {}).to(file, source)).isEqualTo(BYTES.length);
    }
  }
}
