package org.tigstore.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Text becomes a name exactly or not at all. */
class BlockNameTest {
  @Example
  void namesThatSomebodyChoseDoNotCollide() {
    int names = 10_000;
    Set<Integer> hashes = new HashSet<>();
    for (int number = 0; number < names; number++) {
      hashes.add(new BlockName(1, 2, 3, number).hashCode());
      hashes.add(new BlockName((long) number << 32, 2, 3, 4).hashCode());
    }
    assertThat(hashes).hasSizeGreaterThan(2 * names - 100);
  }

  private static final String NAME =
      "181210f8f9c779c26da1d9b2075bde0127302ee0e3fca38c9a83f5b1dd8e5d3b.tig";

  @Example
  void bytesAreNamedByTheirSha256() {
    assertThat(Sha256.nameOf("123\n".getBytes(UTF_8))).hasToString(NAME);
  }

  @Property
  void everyDigestIsANameThatReadsBack(@ForAll @Size(32) byte[] digest) {
    BlockName name = BlockName.ofDigest(digest);

    assertThat(name.digest()).isEqualTo(digest);
    assertThat(BlockName.parse(name.toString())).contains(name);
    assertThat(BlockName.parseDigits(name.digits())).contains(name);
    assertThat(BlockName.parseLastSegment("http://host/tig/" + name)).contains(name);
    assertThat(BlockName.parse(name.toString()).orElseThrow().hashCode())
        .isEqualTo(name.hashCode());
  }

  @Property
  void noOtherTextIsAName(@ForAll("almostNames") String text) {
    boolean exact = text.matches("[0-9a-f]{64}\\.tig");

    assertThat(BlockName.parse(text).isPresent()).isEqualTo(exact);
  }

  /** Names with a few characters replaced, added or removed. */
  @Provide
  Arbitrary<String> almostNames() {
    Arbitrary<String> edit = Arbitraries.of("", "A", "F", "g", "/", ".", "..", "\n", "é", "٣", "0");
    return edit.flatMap(
        inserted ->
            Arbitraries.integers()
                .between(0, NAME.length())
                .flatMap(
                    from ->
                        Arbitraries.integers()
                            .between(from, Math.min(from + 2, NAME.length()))
                            .map(to -> NAME.substring(0, from) + inserted + NAME.substring(to))));
  }

  @Example
  void uppercaseIsNoName() {
    assertThat(BlockName.parse(NAME.toUpperCase(Locale.ROOT))).isEmpty();
    assertThat(BlockName.parse("ABCDEF" + NAME.substring(6))).isEmpty();
  }

  @Example
  void aDigestHas32Bytes() {
    assertThatIllegalArgumentException().isThrownBy(() -> BlockName.ofDigest(new byte[31]));
  }
}
