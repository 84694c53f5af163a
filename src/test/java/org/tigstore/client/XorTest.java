package org.tigstore.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Exclusive or of bytes. */
class XorTest {
  @Property
  void whatIsCombinedWithEveryMaskAgainIsAsItWas(
      @ForAll byte[] secret, @ForAll @Size(min = 1, max = 4) List<Byte> fillings) {
    byte[] combined = secret.clone();
    for (int round = 0; round < 2; round++) {
      for (byte filling : fillings) {
        byte[] mask = new byte[secret.length];
        Arrays.fill(mask, filling);
        Xor.combine(combined, mask);
      }
    }

    assertThat(combined).isEqualTo(secret);
  }

  @Property
  void theMaskIsWhatTheCombinedBytesDifferBy(@ForAll byte first, @ForAll byte second) {
    byte[] combined = {first};
    Xor.combine(combined, new byte[] {second});

    assertThat(combined[0]).isEqualTo((byte) (first ^ second));
  }

  @Example
  void differentLengthsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Xor.combine(new byte[2], new byte[1]));
  }
}
