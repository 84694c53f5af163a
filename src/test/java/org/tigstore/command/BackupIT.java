package org.tigstore.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Eventually;
import org.tigstore.Seed;
import org.tigstore.block.BlockName;
import org.tigstore.block.Condition;
import org.tigstore.block.Sha256;
import org.tigstore.client.Contents;
import org.tigstore.client.ServerSettings;
import org.tigstore.client.TigServer;
import org.tigstore.protocol.Index;
import org.tigstore.standalone.TigProcess;

/** Whole servers, backed up and restored. */
class BackupIT {
  private static final String KEY = "secret";
  private static final BlockName SLOT = Sha256.nameOf("slot".getBytes(UTF_8));
  private static final BlockName LARGE_SLOT = Sha256.nameOf("large slot".getBytes(UTF_8));
  private static final long SEED = Seed.of(BackupIT.class);

  @TempDir Path directory;

  private final Random random = new Random(SEED);
  private final List<AutoCloseable> open = new ArrayList<>();
  private Path copy;
  private TigServer source;

  @BeforeEach
  void fillAServer() throws IOException {
    copy = directory.resolve("copy");
    source = serving("source");
    for (int number = 0; number < 20; number++) {
      source.seal(bytes(number * 100));
    }
    source.seal(bytes(3_000_000));
    write(source, SLOT, "value".getBytes(UTF_8));
    write(source, LARGE_SLOT, bytes(2_000_000));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A server of its own, with the key, over this directory. */
  private TigServer serving(String name, String... options) throws IOException {
    Path data = Files.createDirectories(directory.resolve(name));
    Files.writeString(data.resolve("apikey"), KEY);
    List<String> arguments = new ArrayList<>(List.of("--retention", "0s"));
    arguments.addAll(List.of(options));
    TigProcess process = TigProcess.serving(data, arguments.toArray(new String[0]));
    open.add(process);
    URI address = ServerSettings.addressOf(process.awaitAddress().toString());
    TigServer server =
        new TigServer(
            new ServerSettings(
                address,
                Optional.of(KEY),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO),
            notice -> {});
    open.add(server);
    return server;
  }

  private static void write(TigServer server, BlockName name, byte[] value) throws IOException {
    server.writeSlot(name, Contents.of(value), Condition.NONE);
  }

  private static Set<BlockName> list(TigServer server) throws IOException {
    Set<BlockName> names = new HashSet<>();
    try (Index list = server.list(false)) {
      for (Optional<BlockName> name = list.next(); name.isPresent(); name = list.next()) {
        names.add(name.get());
      }
    }
    return names;
  }

  /** The hash of each block's bytes. */
  private static Map<BlockName, BlockName> contents(TigServer server) throws IOException {
    Map<BlockName, BlockName> contents = new HashMap<>();
    for (BlockName name : list(server)) {
      try (TigServer.Slot block = server.peek(name).orElseThrow();
          InputStream bytes = block.bytes()) {
        contents.put(name, Sha256.nameOf(bytes.readAllBytes()));
      }
    }
    return contents;
  }

  private TigShell.Ended backup(String... options) throws Exception {
    return ran("backup", source, copy.toString(), options);
  }

  private static TigShell.Ended ran(
      String command, TigServer server, String place, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command, "--server"));
    arguments.addAll(List.of(server.address().toString(), place));
    arguments.addAll(List.of(options));
    return new TigShell(Path.of("").toAbsolutePath(), Map.of("TIG_APIKEY", KEY))
        .run("tig " + String.join(" ", arguments));
  }

  private static void assertDone(TigShell.Ended ran, String summary) {
    assertThat(ran.errors()).isEmpty();
    ran.prints(summary + "\n");
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void aBackupCanBeServedAndRestored() throws Exception {
    int length = 190 * 100 + 3_000_000 + 5 + 2_000_000;
    assertDone(backup(), "23 copied (" + length + " bytes), 0 present");
    assertDone(backup(), "0 copied (0 bytes), 23 present");
    assertThat(mode(copy.resolve(SLOT.toString()))).isEqualTo("rw-------");
    for (BlockName name : list(source)) {
      if (!name.equals(SLOT) && !name.equals(LARGE_SLOT)) {
        assertThat(mode(copy.resolve(name.toString()))).isEqualTo("r--------");
      }
    }

    TigServer restored = serving("restored");
    assertDone(
        ran("restore", restored, copy.toString()), "23 copied (" + length + " bytes), 0 present");
    assertThat(contents(restored)).isEqualTo(contents(source));
    assertDone(ran("restore", restored, copy.toString()), "0 copied (0 bytes), 23 present");

    assertThat(contents(serving("copy"))).isEqualTo(contents(source));
    TigShell.Ended refused = backup();
    assertThat(refused.code()).as("a server uses the directory").isEqualTo(1);
    assertThat(refused.errors()).hasLineCount(1).contains(copy.toString());
  }

  @Test
  void anotherServerCanBeTheCopy() throws Exception {
    TigServer other = serving("other");
    Path key = Files.writeString(directory.resolve("key"), KEY + "\n");
    String address = other.address().toString();

    assertThat(ran("backup", source, address).code()).as("no key is shown").isEqualTo(1);
    TigShell.Ended ran =
        ran("backup", source, address, "--place-api-key-file", key.toString(), "--json");
    assertThat(ran.output()).startsWith("{\"copied\":23,\"present\":0,");
    assertThat(contents(other)).isEqualTo(contents(source));

    write(source, LARGE_SLOT, bytes(2_000_000));
    assertDone(
        ran("backup", source, address, "--place-api-key-file", key.toString()),
        "1 copied (2000000 bytes), 22 present");
    assertThat(contents(other)).isEqualTo(contents(source));
  }

  @Test
  void onlyWhatChangedIsCopiedAgainAndOnlyPruningDeletes() throws Exception {
    backup();
    write(source, SLOT, "another value".getBytes(UTF_8));
    source.delete(LARGE_SLOT, Condition.NONE);

    assertDone(backup(), "1 copied (13 bytes), 21 present");
    assertThat(copy.resolve(SLOT.toString())).hasContent("another value");
    assertThat(copy.resolve(LARGE_SLOT.toString())).exists();
    assertDone(backup("--prune"), "0 copied (0 bytes), 22 present, 1 pruned");
    assertThat(copy.resolve(LARGE_SLOT.toString())).doesNotExist();
  }

  @Test
  void aSlotWithAnotherValueIsRestoredOnlyByForce() throws Exception {
    backup();
    write(source, SLOT, "newer".getBytes(UTF_8));

    TigShell.Ended kept = ran("restore", source, copy.toString());
    assertThat(kept.code()).isEqualTo(3);
    assertThat(kept.errors()).hasLineCount(1).contains(SLOT.toString());
    assertThat(kept.output()).isEqualTo("0 copied (0 bytes), 22 present, 1 not replaced\n");

    assertDone(
        ran("restore", source, copy.toString(), "--force"), "1 copied (5 bytes), 22 present");
    try (TigServer.Slot slot = source.peek(SLOT).orElseThrow()) {
      assertThat(slot.bytes()).hasContent("value");
    }
  }

  @Test
  void whatIsDamagedIsNamedAndNotCopied() throws Exception {
    BlockName name = source.seal(bytes(100_000));
    damage(directory.resolve("source").resolve(name.toString()));

    TigShell.Ended ran = backup();
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.errors()).hasLineCount(1).contains(name.toString(), "damaged");
    assertThat(ran.output()).endsWith("bytes), 0 present, 1 failed\n");
    assertThat(copy.resolve(name.toString())).doesNotExist();

    BlockName other = source.seal(bytes(100_000));
    backup();
    damage(copy.resolve(other.toString()));
    TigServer restored = serving("restored");
    TigShell.Ended restoring = ran("restore", restored, copy.toString());
    assertThat(restoring.code()).isEqualTo(3);
    assertThat(restoring.errors()).hasLineCount(1).contains(other.toString(), "damaged");
    assertThat(list(restored)).hasSize(23).doesNotContain(other);
  }

  /** Changes a byte as a failing disk does. */
  private void damage(Path block) throws IOException {
    byte[] bytes = Files.readAllBytes(block);
    bytes[bytes.length / 2] ^= 1;
    Path damaged = Files.write(directory.resolve("damaged"), bytes);
    Files.setPosixFilePermissions(damaged, Files.getPosixFilePermissions(block));
    Files.move(damaged, block, StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void aServerWithoutRoomEndsTheRestore() throws Exception {
    backup();

    TigServer small = serving("small", "--max-store-size", "1M");
    TigShell.Ended ran = ran("restore", small, copy.toString());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.errors()).contains("507");
    assertThat(ran.output()).isEmpty();
  }

  @Test
  void aChannelIsNamed() throws Exception {
    BlockName channel = Sha256.nameOf("channel".getBytes(UTF_8));
    write(source, channel, ("Read only channel to tig /" + SLOT).getBytes(UTF_8));

    TigShell.Ended ran = backup();
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.errors()).hasLineCount(1).contains(channel.toString(), "channel");
    assertThat(copy.resolve(channel.toString())).doesNotExist();
  }

  @Test
  void aBackupGoesOnAfterItWasKilled() throws Exception {
    for (int number = 0; number < 200; number++) {
      source.seal(bytes(20_000));
    }
    TigProcess killed =
        TigProcess.start(
            TigProcess.thisJava(),
            List.of(),
            Map.of("TIG_APIKEY", KEY),
            "backup",
            "--parallel",
            "2",
            "--server",
            source.address().toString(),
            copy.toString());
    try {
      Eventually.holds("some blocks are copied", () -> Files.exists(copy) && !blocks().isEmpty());
    } finally {
      killed.close();
    }
    Set<BlockName> before = blocks();
    for (BlockName name : before) {
      try (InputStream bytes = Files.newInputStream(copy.resolve(name.toString()))) {
        BlockName content = Sha256.nameOf(bytes.readAllBytes());
        assertThat(content.equals(name) || name.equals(SLOT) || name.equals(LARGE_SLOT)).isTrue();
      }
    }

    TigShell.Ended ran = backup();
    assertThat(ran.output()).startsWith(223 - before.size() + " copied (");
    assertThat(ran.output()).endsWith(", " + before.size() + " present\n");
    assertThat(copy.resolve(".tigstore/uploads")).isEmptyDirectory();
    assertThat(contents(serving("copy"))).isEqualTo(contents(source));
  }

  private Set<BlockName> blocks() throws IOException {
    Set<BlockName> names = new HashSet<>();
    try (Stream<Path> files = Files.list(copy)) {
      files.forEach(
          file -> BlockName.parse(String.valueOf(file.getFileName())).ifPresent(names::add));
    }
    return names;
  }
}
