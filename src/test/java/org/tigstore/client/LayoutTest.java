package org.tigstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;

/** The line that the user keeps. */
class LayoutTest {
  private static final String NAME = Bodies.nameOf("index").toString();
  private static final String LINE =
      "tig-split 1 5 "
          + Bodies.nameOf("file").digits()
          + " http://a.example/"
          + NAME
          + " https://b.example:8443/tig/"
          + NAME;

  @Property
  void whatIsPrintedIsParsed(@ForAll("layouts") Layout layout) {
    assertThat(Layout.parse(layout.toString())).isEqualTo(layout);
  }

  /** Any layouts. */
  @Provide
  Arbitrary<Layout> layouts() {
    Arbitrary<BlockName> name =
        Arbitraries.integers().map(number -> Bodies.nameOf(number.toString()));
    Arbitrary<URI> server =
        Arbitraries.of(
                "http://a.example",
                "https://b.example:8443/tig",
                "http://[::1]:7777",
                "http://127.0.0.1/a%20b/c")
            .map(URI::create);
    return Combinators.combine(
            Arbitraries.of(Layout.Scheme.class),
            Arbitraries.longs().between(0, 999_999_999_999_999_999L),
            name,
            Combinators.combine(server, name)
                .as(Layout.Index::new)
                .list()
                .ofMinSize(2)
                .ofMaxSize(5))
        .as(Layout::new);
  }

  @Example
  void theFormatIsAsDocumented() {
    Layout layout = Layout.parse(LINE);

    assertThat(layout)
        .isEqualTo(
            new Layout(
                Layout.Scheme.SPLIT,
                5,
                Bodies.nameOf("file"),
                List.of(
                    new Layout.Index(URI.create("http://a.example"), Bodies.nameOf("index")),
                    new Layout.Index(
                        URI.create("https://b.example:8443/tig"), Bodies.nameOf("index")))));
  }

  @Property
  void anythingElseIsRefused(@ForAll("otherLines") String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> Layout.parse(line));
  }

  /** Lines that nothing printed. */
  @Provide
  Arbitrary<String> otherLines() {
    return Arbitraries.of(
        "",
        "tig-split",
        LINE.replace("split 1", "split 2"),
        LINE.replace("split", "splice"),
        LINE.replace(" 5 ", " 05 "),
        LINE.replace(" 5 ", " -5 "),
        LINE.replace(" 5 ", " 5  "),
        LINE.replace(" 5 ", " 1000000000000000000 "),
        LINE.replace(Bodies.nameOf("file").digits(), "x".repeat(64)),
        LINE.substring(0, LINE.lastIndexOf(' ')),
        LINE.replace("http:", "ftp:"),
        LINE.replace("http://a.example/", "http://user@a.example/"),
        LINE.replace("http://a.example/", "http://a.example//"),
        LINE.replace("http://a.example/", ""),
        LINE.replace(NAME, NAME.substring(1)),
        LINE + "?burst=1",
        LINE + " ",
        LINE + "\n",
        " " + LINE);
  }
}
