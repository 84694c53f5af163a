package org.tigstore.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What a format makes of a path. */
class PathFormatTest {
  @Example
  void nothingIsThePathAlone() {
    assertThat(new PathFormat("").show("/x.tig")).isEqualTo("/x.tig");
  }

  @Property
  void onlyTheFirstStarIsReplaced(@ForAll String before, @ForAll String after) {
    String start = before.replace("*", "");

    assertThat(new PathFormat(start + "*" + after).show("/x.tig"))
        .isEqualTo(start + "/x.tig" + after);
  }

  @Property
  void withoutAStarTheFormatIsTheAnswer(@ForAll String text) {
    String format = "-" + text.replace("*", "");

    assertThat(new PathFormat(format).show("/x.tig")).isEqualTo(format);
  }

  @Example
  void percentAndDollarSignsAreThemselves() {
    assertThat(new PathFormat("%s $1 %d \\ *%n").show("/x.tig")).isEqualTo("%s $1 %d \\ /x.tig%n");
  }
}
