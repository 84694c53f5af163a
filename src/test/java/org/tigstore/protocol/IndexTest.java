package org.tigstore.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.Refusal;

/** The lines of an index. */
class IndexTest {
  private static final String NAME = Bodies.nameOf("part").toString();

  private static List<BlockName> names(String text) throws IOException {
    Index index = new Index(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    List<BlockName> names = new ArrayList<>();
    for (Optional<BlockName> name = index.next(); name.isPresent(); name = index.next()) {
      names.add(name.get());
    }
    return names;
  }

  @Property
  void anyMixtureOfFormsAndBlanksGivesTheNamesInOrder(@ForAll("lines") List<String> lines)
      throws IOException {
    List<String> expected = lines.stream().filter(line -> line.contains(".tig")).toList();

    assertThat(names(String.join("\n", lines)))
        .map(BlockName::toString)
        .isEqualTo(
            expected.stream()
                .map(String::strip)
                .map(line -> line.substring(line.length() - BlockName.LENGTH))
                .toList());
  }

  /** Lists of lines that are names in each form, or blank. */
  @Provide
  Arbitrary<List<String>> lines() {
    Arbitrary<String> name =
        Arbitraries.integers().map(number -> Bodies.nameOf(number.toString()).toString());
    Arbitrary<String> start = Arbitraries.of("", "/", "/tig/", "http://127.0.0.1:7777/", " ");
    Arbitrary<String> end = Arbitraries.of("", "\r", " ", "\t\r");
    Arbitrary<String> blank = Arbitraries.of("", "\r", "  ");
    Arbitrary<String> naming =
        start.flatMap(before -> name.flatMap(one -> end.map(after -> before + one + after)));
    return Arbitraries.oneOf(naming, blank).list().ofMaxSize(20);
  }

  @Example
  void anEmptyIndexNamesNothing() throws IOException {
    assertThat(names("")).isEmpty();
    assertThat(names("\n\r\n")).isEmpty();
  }

  @Property
  void aLineThatNamesNoBlockMakesItNoIndex(@ForAll("otherLines") String line) {
    assertRefused(Refusal.NOT_AN_INDEX, () -> names("/" + NAME + "\n" + line + "\n"));
  }

  @Provide
  Arbitrary<String> otherLines() {
    return Arbitraries.of(
        "x",
        NAME + "x",
        NAME + "?burst=1",
        NAME + "/",
        NAME.toUpperCase(Locale.ROOT),
        NAME + " " + NAME,
        "\u0000",
        NAME.substring(1));
  }

  @Example
  void bytesWithoutEndOfLineAreNoIndexBeforeTheyFillTheMemory() {
    assertRefused(Refusal.NOT_AN_INDEX, () -> names("x".repeat(10_000)));
  }
}
