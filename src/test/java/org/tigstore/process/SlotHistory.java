package org.tigstore.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What clients called on one slot, and when: linearizable if each call can be given a moment
 * between its begin and its end such that the slot, one call after the other, answers as it did
 * (Wing and Gong, "Testing and Verifying Concurrent Objects", 1993).
 */
record SlotHistory(List<Operation> operations) {
  /** What the slot may contain after a call; empty if it cannot have been answered as it was. */
  @FunctionalInterface
  interface Effect {
    List<Optional<String>> on(Optional<String> value);

    /** Of a call of which nobody knows whether it was made. */
    default Effect perhaps() {
      return value -> {
        List<Optional<String>> outcomes = new ArrayList<>(on(value));
        outcomes.add(value);
        return outcomes;
      };
    }
  }

  /**
   * A call.
   *
   * @param begin when it was made
   * @param end when it was answered, or when it could no longer have an effect
   */
  record Operation(long begin, long end, String text, Effect effect) {}

  /** What the slot contains after some calls, and which of the open calls are among them. */
  private record Configuration(Optional<String> value, Set<Operation> made) {}

  /** A call whose answer nothing explains; empty if the history is linearizable. */
  Optional<Operation> unexplained() {
    List<Operation> begins = sorted(Comparator.comparingLong(Operation::begin));
    Set<Operation> open = new HashSet<>();
    Set<Configuration> possible = Set.of(new Configuration(Optional.empty(), Set.of()));
    int next = 0;
    for (Operation ending : sorted(Comparator.comparingLong(Operation::end))) {
      while (next < begins.size() && begins.get(next).begin() < ending.end()) {
        open.add(begins.get(next++));
      }
      possible = withMade(ending, possible, open);
      open.remove(ending);
      if (possible.isEmpty()) {
        return Optional.of(ending);
      }
    }
    return Optional.empty();
  }

  private List<Operation> sorted(Comparator<Operation> order) {
    return operations.stream().sorted(order).toList();
  }

  /** The configurations in which this call has been made, which is closed with that. */
  private static Set<Configuration> withMade(
      Operation ending, Set<Configuration> possible, Set<Operation> open) {
    Set<Configuration> result = new HashSet<>();
    Set<Configuration> seen = new HashSet<>(possible);
    Deque<Configuration> ahead = new ArrayDeque<>(possible);
    while (!ahead.isEmpty()) {
      Configuration now = ahead.remove();
      if (now.made().contains(ending)) {
        result.add(new Configuration(now.value(), without(now.made(), ending)));
        continue;
      }
      for (Operation call : open) {
        if (!now.made().contains(call)) {
          for (Optional<String> value : call.effect().on(now.value())) {
            Configuration later = new Configuration(value, with(now.made(), call));
            if (seen.add(later)) {
              ahead.add(later);
            }
          }
        }
      }
    }
    return result;
  }

  private static Set<Operation> with(Set<Operation> made, Operation call) {
    Set<Operation> more = new HashSet<>(made);
    more.add(call);
    return more;
  }

  private static Set<Operation> without(Set<Operation> made, Operation call) {
    Set<Operation> fewer = new HashSet<>(made);
    fewer.remove(call);
    return fewer;
  }
}
