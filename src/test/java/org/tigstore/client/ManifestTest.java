package org.tigstore.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.BlockName;
import org.tigstore.block.Sha256;

/** The format of manifests, as docs/cli.md has it. */
class ManifestTest {
  private static final BlockName BLOCK = Sha256.nameOf("block".getBytes(ISO_8859_1));
  private static final String TIME = " 1700000000.000000001 ";

  private static List<Manifest.Line> read(String text) throws IOException {
    List<Manifest.Line> lines = new ArrayList<>();
    try (Manifest.Reader reader =
        new Manifest.Reader(new ByteArrayInputStream(text.getBytes(ISO_8859_1)))) {
      for (Optional<Manifest.Line> line = reader.next(); line.isPresent(); line = reader.next()) {
        lines.add(line.get());
      }
    }
    return lines;
  }

  private static String print(List<? extends Manifest.Line> lines) {
    StringBuilder text = new StringBuilder(Manifest.HEADER);
    lines.forEach(text::append);
    return text.toString();
  }

  private static String file(String name) {
    return "f 644" + TIME + "5 " + name + " /" + BLOCK + "\n";
  }

  private static String directory(String name) {
    return "d 755" + TIME + "0 " + name + " -\n";
  }

  private static void assertMalformed(String lines, String sentence) {
    assertThatThrownBy(() -> read(Manifest.HEADER + lines))
        .isInstanceOf(Manifest.MalformedException.class)
        .hasMessage(sentence);
  }

  @Test
  void everyKindOfLineIsRead() throws IOException {
    String text =
        Manifest.HEADER
            + directory("a")
            + ("l 777" + TIME + "0 a/link ../../any/where%0A\n")
            + file("a/%E9%0A%20%25")
            + ("b /" + BLOCK + "?burst=1\n")
            + ("f 1600 -1.999999999 9999999999 a-b /" + BLOCK + "?burst=1\n")
            + ("h 600" + TIME + "5 b a/%E9%0A%20%25\n");
    List<Manifest.Line> lines = read(text);
    assertThat(print(lines)).isEqualTo(text);
    assertThat(lines.get(2))
        .isEqualTo(
            new Manifest.Entry(
                Manifest.Type.FILE,
                0644,
                Instant.ofEpochSecond(1_700_000_000, 1),
                5,
                "a/\u00e9\n %",
                "/" + BLOCK));
    assertThat(lines.get(3)).isEqualTo(new Manifest.Batch(BLOCK));
    Manifest.Entry indexed = (Manifest.Entry) lines.get(4);
    assertThat(indexed.modified()).isEqualTo(Instant.parse("1969-12-31T23:59:59.999999999Z"));
    assertThat(indexed.location()).isEqualTo(new Manifest.Location(BLOCK, true));
  }

  @Provide
  Arbitrary<List<Manifest.Entry>> trees() {
    Arbitrary<String> elements =
        Arbitraries.strings()
            .withCharRange('\1', '\u00ff')
            .withChars(" %-.")
            .ofMinLength(1)
            .ofMaxLength(3)
            .filter(name -> !name.contains("/") && !name.equals(".") && !name.equals(".."));
    return elements
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(path -> String.join("/", path))
        .list()
        .ofMaxSize(20)
        .flatMap(names -> Arbitraries.randomValue(random -> tree(names, random)));
  }

  private static List<Manifest.Entry> tree(List<String> names, Random random) {
    TreeSet<String> all = new TreeSet<>(FileNames::compare);
    TreeSet<String> directories = new TreeSet<>(FileNames::compare);
    for (String name : names) {
      for (String one = name; !one.isEmpty(); one = FileNames.parent(one)) {
        all.add(one);
        directories.add(FileNames.parent(one));
      }
    }
    return all.stream().map(name -> entry(name, directories.contains(name), random)).toList();
  }

  private static Manifest.Entry entry(String name, boolean directory, Random random) {
    Instant time = Instant.ofEpochSecond(random.nextLong() >> 24, random.nextInt(1_000_000_000));
    int mode = random.nextInt(01777 + 1);
    if (directory) {
      return new Manifest.Entry(Manifest.Type.DIRECTORY, mode, time, 0, name, "");
    }
    return random.nextBoolean()
        ? new Manifest.Entry(
            Manifest.Type.FILE,
            mode,
            time,
            random.nextLong() >>> 1,
            name,
            new Manifest.Location(BLOCK, random.nextBoolean()).toString())
        : new Manifest.Entry(Manifest.Type.SYMBOLIC_LINK, mode, time, 0, name, "../" + name);
  }

  @Property(tries = 200)
  void whatIsPrintedIsRead(@ForAll("trees") List<Manifest.Entry> entries) throws IOException {
    assertThat(read(print(entries))).isEqualTo(entries);
  }

  @Property(tries = 500)
  void damageIsRefusedOrIsAnotherManifest(
      @ForAll("trees") List<Manifest.Entry> entries, @ForAll Random random) throws IOException {
    StringBuilder text = new StringBuilder(print(entries));
    for (int i = random.nextInt(3); i >= 0; i--) {
      int place = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(place, (char) random.nextInt(256));
        case 1 -> text.deleteCharAt(place);
        default -> text.insert(place, (char) random.nextInt(256));
      }
    }
    List<Manifest.Line> lines;
    try {
      lines = read(text.toString());
    } catch (Manifest.MalformedException e) {
      return;
    }
    assertThat(print(lines)).isEqualTo(text.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tig-manifest 2\n", "tig-manifest 1", "TIG\n"})
  void textWithoutTheFirstLineIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(Manifest.MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../x",
        "/etc/passwd",
        "a/../../x",
        ".",
        "./x",
        "x/",
        "x//y",
        "x/.",
        "%2E%2E"
      })
  void nameThatLeadsOutIsRefused(String name) {
    assertThatThrownBy(() -> read(Manifest.HEADER + directory("a") + file(name)))
        .isInstanceOf(Manifest.MalformedException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "%2e; a digit of an escape is lowercase",
        "%41; what needs no escape is escaped",
        "%; an escape is cut short",
        "%4; an escape is cut short",
        "%00; no name has a zero",
      })
  void nameInAnotherFormIsRefused(String name, String why) {
    assertMalformed(file(name), "line 2 of the manifest has a wrong name");
  }

  @Test
  void placesAreChecked() {
    assertMalformed(file("b") + file("a"), "line 3 of the manifest is not in the order of names");
    assertMalformed(file("a") + file("a"), "line 3 of the manifest is not in the order of names");
    assertMalformed(
        file("a") + file("a/b"), "line 3 of the manifest is in a directory without a line");
    assertMalformed(file("a/b"), "line 2 of the manifest is in a directory without a line");
    assertMalformed(
        "l 777" + TIME + "0 a /etc\n" + file("a/b"),
        "line 3 of the manifest is in a directory without a line");
    assertMalformed(
        directory("a") + file("b") + file("a/b"),
        "line 4 of the manifest is not in the order of names");
  }

  @Test
  void fieldsAreChecked() {
    String rest = TIME + "5 a /" + BLOCK + "\n";
    assertMalformed("f 0644" + rest, "line 2 of the manifest has a wrong mode");
    assertMalformed("f 4755" + rest, "line 2 of the manifest has a wrong mode");
    assertMalformed("x 644" + rest, "line 2 of the manifest has an unknown type");
    assertMalformed("f 644  1" + rest, "line 2 of the manifest has 8 fields, not 6");
    assertMalformed("f 644 1.1 5 a /" + BLOCK + "\n", "line 2 of the manifest has a wrong time");
    assertMalformed(
        "f 644" + TIME + "+5 a /" + BLOCK + "\n", "line 2 of the manifest has a wrong size");
    assertMalformed(
        "f 644" + TIME + "5 a " + BLOCK + "\n", "line 2 of the manifest names no block");
    assertMalformed(
        "h 644" + TIME + "5 a b\n", "line 2 of the manifest links to what is not before it");
    assertMalformed(
        "b /" + BLOCK + "?burst=1\n", "line 2 of the manifest is a batch without files");
    assertMalformed(file("a") + "b /" + BLOCK + "\n", "line 3 of the manifest names no index");
    assertMalformed("d 755" + TIME + "7 a -\n", "line 2 of the manifest has a size, but no bytes");
    assertMalformed(file("a").strip(), "line 2 of the manifest is cut short");
    assertMalformed(
        file("a").replace("\n", "\r\n"),
        "line 2 of the manifest has a character that is not printable ASCII");
  }

  @Property(tries = 200)
  void everyNameSurvivesTheJourneyThroughJava(@ForAll("trees") List<Manifest.Entry> entries) {
    for (Manifest.Entry entry : entries) {
      Path path = FileNames.pathOf(entry.name());
      assertThat(FileNames.bytesOf(path)).isEqualTo(entry.name());
      assertThat(FileNames.bytesOf(Path.of("/x").resolve(path))).isEqualTo("/x/" + entry.name());
    }
  }
}
