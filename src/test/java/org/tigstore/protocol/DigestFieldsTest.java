package org.tigstore.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.block.Refusals.assertRefused;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.Refusal;

/** Digests that callers announce. */
class DigestFieldsTest {
  private static String member(BlockName name) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(name.digest()) + ":";
  }

  @Property
  void everyDigestReadsBack(@ForAll @Size(32) byte[] digest) throws IOException {
    BlockName name = BlockName.ofDigest(digest);

    assertThat(DigestFields.parse(List.of(member(name))).expected()).containsExactly(name);
  }

  @Example
  void otherAlgorithmsArePassedOver() throws IOException {
    BlockName name = Bodies.nameOf("abc");
    String field = "sha-512=:AAAA:, " + member(name) + ";p=1 ,md5=:AA==:";

    assertThat(DigestFields.parse(List.of(field)).expected()).containsExactly(name);
    assertThat(DigestFields.parse(List.of("unixsum=1")).expected()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sha-256=abc",
        "sha-256=:abc:",
        "sha-256=",
        "sha-256",
        "sha-256=:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA:",
        "garbage garbage",
        "=:x:"
      })
  void whatIsNoDigestIsRefused(String field) {
    assertRefused(Refusal.MALFORMED, () -> DigestFields.parse(List.of(field)));
  }
}
