package org.tigstore.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Eventually;
import org.tigstore.Seed;
import org.tigstore.block.BlockName;
import org.tigstore.client.Checkout;
import org.tigstore.client.Commit;
import org.tigstore.client.Manifest;
import org.tigstore.client.ServerException;
import org.tigstore.client.ServerSettings;
import org.tigstore.client.TigServer;
import org.tigstore.protocol.Index;
import org.tigstore.standalone.TigProcess;

/** Directories that are stored on the shipped server and come back. */
class CommitIT {
  private static final int MEBIBYTE = 1024 * 1024;
  private static final Checkout.Options PLAIN = new Checkout.Options(4, false, false, false);
  private static final Checkout.Options FORCE = new Checkout.Options(4, true, false, false);
  private static final Checkout.Options EXACT = new Checkout.Options(4, true, true, true);

  /** What is to come back besides content. Java sets times of links less exactly. */
  private static final String LISTING =
      "find . -mindepth 1 ! -type l -printf '%p %y %m %n %T@\\n' | sort;"
          + "find . -type l -printf '%p %l %Ts\\n' | sort";

  @TempDir Path temporary;
  private final Random random = new Random(Seed.of(CommitIT.class));
  private final List<String> notices = Collections.synchronizedList(new ArrayList<>());
  private Path data;
  private Path tree;
  private Path copy;
  private TigProcess process;
  private URI address;
  private TigServer server;

  @BeforeEach
  void start() throws IOException {
    data = Files.createDirectory(temporary.resolve("data"));
    tree = Files.createDirectory(temporary.resolve("tree"));
    copy = temporary.resolve("copy");
    serve();
  }

  private void serve(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("--retention=1h", "--durability=none"));
    all.addAll(List.of(options));
    process = TigProcess.serving(data, all.toArray(new String[0]));
    address = ServerSettings.addressOf(process.awaitAddress().toString());
    server =
        new TigServer(
            new ServerSettings(
                address,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO),
            notices::add);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    process.close();
  }

  private Path caches() {
    return temporary.resolve("cache/tig");
  }

  private Commit.Result commit() throws IOException {
    return new Commit(server, 4, notices::add, count -> {}).run(tree, caches());
  }

  private Checkout.Result checkout(BlockName commit, Checkout.Options options) throws IOException {
    return new Checkout(server, options, notices::add, count -> {}).run(commit, copy);
  }

  private String bash(Path directory, String commands) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("bash", "-c", "set -euo pipefail\n" + commands)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    shell.getOutputStream().close();
    String output = new String(shell.getInputStream().readAllBytes(), ISO_8859_1);
    assertThat(shell.waitFor()).as("%s: %s", commands, output).isZero();
    return output;
  }

  private TigProcess tig(Map<String, String> variables, String... arguments) throws IOException {
    Map<String, String> all = new HashMap<>(variables);
    all.put("TIG_SERVER", address.toString());
    all.put("XDG_CACHE_HOME", temporary.resolve("cache").toString());
    return TigProcess.start(TigProcess.thisJava(), List.of(), all, arguments);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private void assertSame() throws Exception {
    assertThat(bash(copy, LISTING)).isEqualTo(bash(tree, LISTING));
    bash(temporary, "diff -r --no-dereference tree copy");
  }

  private void makeFiles(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      Path directory = Files.createDirectories(tree.resolve("d" + i % 7));
      Files.write(directory.resolve("f" + i), bytes(1 + random.nextInt(20_000)));
    }
    Files.write(tree.resolve("large"), bytes(9 * MEBIBYTE));
  }

  private List<Path> stored() throws IOException {
    try (Stream<Path> files = Files.list(data)) {
      return files.filter(file -> file.toString().endsWith(".tig")).toList();
    }
  }

  private List<BlockName> chunksOf(String name, BlockName commit) throws IOException {
    List<BlockName> chunks = new ArrayList<>();
    try (Manifest.Reader lines = new Manifest.Reader(server.readBurst(commit))) {
      for (Optional<Manifest.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        if (line.get() instanceof Manifest.Entry entry && entry.name().equals(name)) {
          Manifest.Location location = entry.location();
          if (!location.indexed()) {
            return List.of(location.name());
          }
          try (Index index = server.readIndex(location.name())) {
            for (Optional<BlockName> next = index.next(); next.isPresent(); next = index.next()) {
              chunks.add(next.get());
            }
          }
        }
      }
    }
    return chunks;
  }

  @Test
  void everythingComesBackInEveryLocale() throws Exception {
    bash(
        tree,
        """
        mkdir -p a/b 'sp ace' empty a-b
        printf one > a/file; printf two > a-b/file; : > a/b/nothing
        printf odd > $'new\\nline'; printf latin > $'caf\\xe9'; printf utf > $'caf\\xc3\\xa9'
        printf percent > '%41 %'; printf star > '*'
        ln -s ../a/file a-b/link; ln -s $'t\\xe9' broken; ln -s /etc absolute
        ln a/file a/second; ln a/file z
        chmod 600 a/file; chmod 755 a-b/file; chmod 1777 empty; chmod 555 'sp ace'
        head -c 3000000 /dev/urandom > a/large
        truncate -s 4G sparse; printf end >> sparse
        touch -d '1960-05-05 05:05:05' a-b/file; touch -d '2001-01-01 01:01:01.000000001' a empty
        """);
    BlockName commit = commit().commit();
    for (String locale : List.of("C", "C.UTF-8")) {
      try (TigProcess again = tig(Map.of("LC_ALL", locale), "commit", tree.toString())) {
        assertThat(again.outputText()).isEqualTo(commit.digits() + "\n");
        assertThat(again.awaitEnd()).isZero();
      }
      try (TigProcess checkout =
          tig(Map.of("LC_ALL", locale), "checkout", commit.digits(), copy.toString())) {
        assertThat(checkout.outputText()).isEmpty();
        assertThat(checkout.awaitEnd()).as("%s", checkout.errorLines()).isZero();
      }
      assertSame();
      assertThat(bash(copy, "stat -c %i a/file a/second z | uniq | wc -l")).isEqualTo("1\n");
      assertThat(Long.parseLong(bash(copy, "stat -c %b sparse").strip())).isLessThan(2048);
      assertThat(new Commit(server, 2, notices::add, count -> {}).run(copy, caches()).commit())
          .isEqualTo(commit);
      bash(temporary, "chmod -R u+w copy; rm -r copy");
    }
    assertThat(notices).isEmpty();
  }

  @Test
  void plainCurlGivesManifestAndFiles() throws Exception {
    Files.write(tree.resolve("small"), "text".getBytes(UTF_8));
    byte[] large = bytes(3 * MEBIBYTE);
    Files.write(tree.resolve("large"), large);
    String manifest = curl("/" + commit().commit() + "?burst=1");
    assertThat(manifest).startsWith(Manifest.HEADER);
    Map<String, String> paths = new HashMap<>();
    manifest
        .lines()
        .filter(line -> line.startsWith("f "))
        .map(line -> line.split(" ", -1))
        .forEach(fields -> paths.put(fields[4], fields[5]));
    assertThat(curl(requireNonNull(paths.get("small")))).isEqualTo("text");
    assertThat(curl(requireNonNull(paths.get("large"))).getBytes(ISO_8859_1)).isEqualTo(large);
  }

  private String curl(String path) throws Exception {
    return bash(temporary, "curl -sf '" + address + path + "'");
  }

  @Test
  void secondCommitSendsOnlyWhatChanged() throws Exception {
    makeFiles(300);
    Commit.Result first = commit();
    assertThat(first.files()).isEqualTo(301);
    Commit.Result second = commit();
    assertThat(second.commit()).isEqualTo(first.commit());
    assertThat(second.sentBlocks()).isZero();

    byte[] large = Files.readAllBytes(tree.resolve("large"));
    large[large.length / 2]++;
    Files.write(tree.resolve("large"), large);
    Files.write(tree.resolve("d3/new"), bytes(1000));
    Commit.Result third = commit();
    assertThat(third.sentBytes()).isBetween(1000L, 5L * MEBIBYTE);
    checkout(third.commit(), PLAIN);
    assertSame();
  }

  @Test
  void sameContentHasTheSameHashWhereverItIs() throws Exception {
    makeFiles(50);
    BlockName commit = commit().commit();
    bash(temporary, "cp -a tree other");
    assertThat(
            new Commit(server, 1, notices::add, count -> {})
                .run(temporary.resolve("other"), caches())
                .commit())
        .isEqualTo(commit);
  }

  @Test
  void damagedOrForeignCacheDoesNoHarm() throws Exception {
    makeFiles(40);
    BlockName commit = commit().commit();
    // Files that are younger than two seconds are not remembered.
    bash(tree, "find . -type f -exec touch -d '2020-02-02' {} +; sleep 2.1");
    BlockName touched = commit().commit();
    assertThat(touched).isNotEqualTo(commit);
    List<Path> caches;
    try (Stream<Path> files = Files.list(caches())) {
      caches = files.toList();
    }
    assertThat(caches).hasSize(1);
    byte[] cache = Files.readAllBytes(caches.get(0));
    assertThat(cache.length).isGreaterThan(40 * 100);
    for (int i = 0; i < 200; i++) {
      cache[random.nextInt(cache.length)] = (byte) random.nextInt();
    }
    Files.write(caches.get(0), cache);
    assertThat(commit().commit()).isEqualTo(touched);
  }

  @Test
  @SuppressWarnings("try") // Closing it kills it.
  void killedCommitGoesOn() throws Exception {
    makeFiles(600);
    int before = 0;
    for (int round = 0; round < 3; round++) {
      int enough = before + 1 + random.nextInt(150);
      killWhen(() -> stored().size() >= enough, "commit", tree.toString());
      before = stored().size();
    }
    Commit.Result result = commit();
    assertThat(result.problems()).isZero();
    // Those that were on their way at the moment of the kill may have arrived.
    assertThat(result.sentBlocks()).isLessThanOrEqualTo(stored().size() - before + 8);
    checkout(result.commit(), PLAIN);
    assertSame();
  }

  private void killWhen(Callable<Boolean> moment, String... arguments) throws Exception {
    TigProcess killed = tig(Map.of(), arguments);
    try {
      Eventually.holds("the moment to kill " + arguments[0], moment);
    } finally {
      killed.close();
    }
  }

  @Test
  @SuppressWarnings("try") // Closing it kills it.
  void killedCheckoutGoesOn() throws Exception {
    makeFiles(600);
    BlockName commit = commit().commit();
    int enough = 1 + random.nextInt(300);
    killWhen(() -> filesIn(copy) >= enough, "checkout", commit.digits(), copy.toString());
    long complete = filesIn(copy);
    Checkout.Result result = checkout(commit, PLAIN);
    assertThat(result.written()).isEqualTo(601 - complete);
    assertSame();
  }

  private static long filesIn(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.find(directory, 2, (path, is) -> is.isRegularFile())) {
      return files.filter(path -> !path.toString().contains("/.tig-checkout/")).count();
    } catch (UncheckedIOException e) {
      // A file was renamed meanwhile.
      return 0;
    }
  }

  @Test
  void damagedBlockIsNamedAndNothingWrongIsWritten() throws Exception {
    makeFiles(60);
    BlockName commit = commit().commit();
    List<BlockName> chunks = chunksOf("large", commit);
    assertThat(chunks).hasSizeGreaterThan(3);
    damage(chunks.get(2));
    damage(chunksOf("d1/f1", commit).get(0));
    Checkout.Result result = checkout(commit, PLAIN);
    assertThat(result.problems()).isEqualTo(2);
    assertThat(result.written()).isEqualTo(59);
    assertThat(notices).hasSize(2).anyMatch(line -> line.startsWith("large: "));
    assertThat(notices).anyMatch(line -> line.startsWith("d1/f1: "));
    assertThat(copy.resolve("large")).doesNotExist();
    assertThat(copy.resolve("d1/f1")).doesNotExist();
    assertThat(copy.resolve(".tig-checkout")).doesNotExist();
    assertThat(copy.resolve("d1/f8")).hasSameBinaryContentAs(tree.resolve("d1/f8"));
  }

  private void damage(BlockName name) throws IOException {
    Path file = data.resolve(name.toString());
    byte[] bytes = Files.readAllBytes(file);
    bytes[random.nextInt(bytes.length)] ^= 1;
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.write(file, bytes);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
  }

  @Test
  void whatExpiredIsNamedAndSentAgain() throws Exception {
    makeFiles(100);
    bash(tree, "find . -type f -exec touch -d '2020-02-02' {} +; sleep 2.1");
    Commit.Result first = commit();
    assertThat(commit().sentBlocks()).isZero();
    int lost = 0;
    for (int i = 0; i < 100; i += 2) {
      String name = "d" + i % 7 + "/f" + i;
      Files.delete(data.resolve(chunksOf(name, first.commit()).get(0).toString()));
      lost++;
    }
    Files.delete(data.resolve(chunksOf("large", first.commit()).get(1).toString()));
    Checkout.Result partly = checkout(first.commit(), PLAIN);
    assertThat(partly.problems()).isEqualTo(lost + 1);
    assertThat(notices).hasSize(lost + 1).anyMatch(line -> line.startsWith("d2/f2: "));
    notices.clear();

    Commit.Result second = commit();
    assertThat(second.commit()).isEqualTo(first.commit());
    assertThat(second.sentBlocks()).isBetween((long) lost + 1, (long) stored().size());
    assertThat(checkout(first.commit(), PLAIN).problems()).isZero();
    assertThat(notices).isEmpty();
    assertSame();
  }

  @Test
  void fullServerEndsTheCommitWhichGoesOnLater() throws Exception {
    makeFiles(300);
    stop();
    serve("--max-store-size=6M");
    assertThatThrownBy(this::commit)
        .isInstanceOf(ServerException.class)
        .satisfies(e -> assertThat(((ServerException) e).status()).isEqualTo(507));
    int before = stored().size();
    stop();
    serve();
    Commit.Result result = commit();
    assertThat(result.sentBlocks()).isLessThanOrEqualTo(stored().size() - before);
    checkout(result.commit(), PLAIN);
    assertSame();
  }

  @Test
  void fileThatChangesAllTheTimeIsReported() throws Exception {
    makeFiles(30);
    Path log = tree.resolve("log");
    Files.write(log, bytes(2 * MEBIBYTE));
    AtomicBoolean ended = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              while (!ended.get()) {
                try {
                  Files.write(log, new byte[] {'x'}, StandardOpenOption.APPEND);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
            });
    writer.start();
    Commit.Result result;
    try {
      result = commit();
    } finally {
      ended.set(true);
      writer.join();
    }
    assertThat(notices).containsExactly("log: changed each time that it was read");
    assertThat(result.problems()).isEqualTo(1);
    assertThat(checkout(result.commit(), PLAIN).problems()).isZero();
    try (InputStream now = Files.newInputStream(log)) {
      byte[] then = Files.readAllBytes(copy.resolve("log"));
      assertThat(now.readNBytes(then.length)).isEqualTo(then);
    }
  }

  @Test
  void whatIsNoFileIsNamedAndLeftOut() throws Exception {
    makeFiles(2);
    bash(tree, "mkfifo d0/pipe");
    try (TigProcess commit = tig(Map.of(), "commit", tree.toString())) {
      assertThat(commit.outputText()).matches("[0-9a-f]{64}\n");
      assertThat(commit.awaitEnd()).isEqualTo(3);
      assertThat(commit.errorLines())
          .contains("tig commit: d0/pipe: is neither a file, a directory nor a symbolic link");
    }
  }

  @Test
  void whatIsRightIsKeptAndWhatDiffersIsReplacedOnlyByForce() throws Exception {
    makeFiles(40);
    BlockName commit = commit().commit();
    assertThat(checkout(commit, PLAIN).written()).isEqualTo(41);
    assertThat(checkout(commit, PLAIN).written()).isZero();

    Files.write(copy.resolve("d1/f1"), bytes(5));
    Files.write(copy.resolve("d2/surplus"), bytes(5));
    Files.createDirectories(copy.resolve("more/inside"));
    assertThatThrownBy(() -> checkout(commit, PLAIN)).hasMessageContaining("d1/f1");
    assertThat(copy.resolve("d1/f1")).hasSize(5);
    List<String> plan = new ArrayList<>();
    new Checkout(server, EXACT, notices::add, count -> {})
        .plan(commit, copy, (change, name) -> plan.add(change + " " + name));
    assertThat(plan)
        .containsExactlyInAnyOrder(
            "REPLACE d1/f1", "DELETE d2/surplus", "DELETE more", "DELETE more/inside");
    assertThat(checkout(commit, FORCE).written()).isEqualTo(1);
    assertThat(copy.resolve("d2/surplus")).exists();
    assertThat(checkout(commit, EXACT).written()).isZero();
    assertSame();

    // Same size and time, other content: only verifying finds it.
    bash(
        copy,
        "touch -r d3/f3 t; printf X | dd of=d3/f3 conv=notrunc status=none; touch -r t d3/f3; rm"
            + " t");
    assertThat(checkout(commit, FORCE).written()).isZero();
    assertThat(checkout(commit, EXACT).written()).isEqualTo(1);
    assertSame();
  }

  @Test
  void linksInTheDirectoryLeadNobodyOut() throws Exception {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.write(outside.resolve("f"), "outside".getBytes(UTF_8));
    Files.createDirectory(tree.resolve("d"));
    Files.write(tree.resolve("d/f"), "inside".getBytes(UTF_8));
    BlockName commit = commit().commit();
    Files.createDirectory(copy);
    Files.createSymbolicLink(copy.resolve("d"), outside);
    assertThatThrownBy(() -> checkout(commit, PLAIN)).hasMessageContaining(": d");
    assertThat(outside.resolve("f")).hasContent("outside");
    checkout(commit, FORCE);
    assertSame();
    assertThat(outside.resolve("f")).hasContent("outside");
  }

  @Test
  void hostileManifestsWriteNothingOutside() throws Exception {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.write(outside.resolve("secret"), "outside".getBytes(UTF_8));
    String block = "/" + server.seal("evil".getBytes(UTF_8));
    String time = " 1700000000.000000000 ";
    String link = "l 777" + time + "0 a " + outside + "\n";
    for (String lines :
        List.of(
            "f 644" + time + "4 ../outside/f " + block + "\n",
            "f 644" + time + "4 " + outside + "/f " + block + "\n",
            link + "f 644" + time + "4 a/f " + block + "\n",
            link + "d 755" + time + "0 a -\nf 644" + time + "4 a/f " + block + "\n")) {
      assertThatThrownBy(() -> checkout(sealManifest(lines), EXACT))
          .isInstanceOf(Manifest.MalformedException.class);
      assertThat(copy).doesNotExist();
    }
    // A hard link through a symbolic one would give its file another mode.
    checkout(sealManifest(link + "h 777" + time + "7 b a/secret\n"), PLAIN);
    assertThat(notices).containsExactly("b: is to be a further name of what is no file");
    assertThat(copy.resolve("b")).doesNotExist();
    // Sizes that are not those of the blocks.
    for (int size : new int[] {3, 5}) {
      notices.clear();
      checkout(sealManifest("f 644" + time + size + " c " + block + "\n"), PLAIN);
      assertThat(notices).hasSize(1).allMatch(line -> line.startsWith("c: its blocks have "));
      assertThat(copy.resolve("c")).doesNotExist();
    }
    assertThat(bash(outside, "ls")).isEqualTo("secret\n");
    assertThat(outside.resolve("secret")).hasContent("outside");
  }

  private BlockName sealManifest(String lines) throws IOException {
    BlockName text = server.seal((Manifest.HEADER + lines).getBytes(ISO_8859_1));
    return server.sealIndex(List.of(text));
  }

  @Test
  void manifestsOfOtherProgramsAreRestored() throws Exception {
    byte[] one = bytes(700_000);
    byte[] other = bytes(10);
    BlockName first = server.seal(one);
    BlockName second = server.seal(other);
    BlockName both = server.sealIndex(List.of(first, second));
    String time = " 1700000000.000000000 ";
    BlockName commit =
        sealManifest(
            ("f 644" + time + "700010 both /" + both + "?burst=1\n")
                + ("f 644" + time + "700000 one /" + first + "\n"));
    checkout(commit, PLAIN);
    assertThat(Files.readAllBytes(copy.resolve("one"))).isEqualTo(one);
    assertThat(Files.size(copy.resolve("both"))).isEqualTo(700_010);
    assertThat(checkout(commit, EXACT).written()).isZero();
  }

  @Test
  void differencesAreNamed() throws Exception {
    makeFiles(20);
    BlockName before = commit().commit();
    checkout(before, PLAIN);
    assertThat(diff(before.digits(), copy.toString())).isEqualTo("0 ");
    Files.write(tree.resolve("d1/f1"), bytes(7));
    Files.delete(tree.resolve("d2/f2"));
    Files.write(tree.resolve("d2/a b"), bytes(7));
    bash(tree, "chmod 700 d3/f3; touch d4/f4");
    String expected = "1 changed d1/f1,added d2/a%20b,removed d2/f2,changed d3/f3,";
    assertThat(diff(before.digits(), tree.toString())).isEqualTo(expected);
    assertThat(diff(copy.toString(), tree.toString())).isEqualTo(expected);
    assertThat(diff(before.digits(), commit().commit().digits())).isEqualTo(expected);
  }

  private String diff(String first, String second) throws Exception {
    try (TigProcess diff = tig(Map.of(), "diff", first, second)) {
      String lines = diff.outputText().replace('\n', ',');
      return diff.awaitEnd() + " " + lines;
    }
  }
}
