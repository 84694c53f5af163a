package org.tigstore.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.tigstore.block.BlockName;

/** Names come back by their times, the latest first, each once. */
class NewestFirstTest {
  @Property(tries = 200)
  void namesComeBackLatestFirst(
      @ForAll @Size(max = 10_000) List<@LongRange(min = -5, max = 1_000_000) Long> times) {
    NewestFirst names = new NewestFirst();
    for (int entry = 0; entry < times.size(); entry++) {
      names.add(new BlockName(entry, 1, 2, times.get(entry)), times.get(entry));
    }

    List<BlockName> listed = new ArrayList<>();
    names.forEachRemaining(listed::add);

    assertThat(listed).doesNotHaveDuplicates().hasSameSizeAs(times);
    assertThat(listed.stream().map(name -> name.word(3)))
        .isSortedAccordingTo(Comparator.reverseOrder());
  }
}
