package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tigstore.block.BlockName;

/** What processes have been promised about one directory, to be held against what is there. */
final class Ledger {
  private final Map<BlockName, Identity> sealed = new HashMap<>();
  private final Map<BlockName, Identity> won = new HashMap<>();
  private final Map<BlockName, Identity> written = new HashMap<>();
  private final Map<BlockName, List<Identity>> logs = new HashMap<>();
  private final Map<BlockName, Map<String, Integer>> appended = new HashMap<>();
  private final Set<BlockName> fresh = new HashSet<>();

  /** Takes note of a line that a writing process said. */
  void acknowledge(String line) {
    String[] parts = line.split(" ", -1);
    BlockName name = BlockName.parse(parts[1]).orElseThrow(() -> new AssertionError(line));
    Identity identity = Identity.parse(parts[2]);
    switch (parts[0]) {
      case "sealed" -> sealed.put(name, identity);
      case "won" -> assertThat(won.put(name, identity)).as("winner before " + line).isNull();
      case "wrote" -> written.put(name, identity);
      case "appended" -> lastAppends(name).put(identity.writer(), identity.sequence());
      default -> throw new AssertionError(line);
    }
    fresh.add(name);
  }

  private Map<String, Integer> lastAppends(BlockName log) {
    return appended.computeIfAbsent(log, name -> new HashMap<>());
  }

  /** Checks what this round, the latest, may have changed, and takes note of how it is. */
  void check(StoreCalls calls, int round) throws IOException {
    for (BlockName name : fresh) {
      checkFixed(calls, name);
    }
    for (String slot : WritingProcess.SLOTS) {
      checkSlot(calls, StoreCalls.nameOf(slot), slot, round);
    }
    for (String log : WritingProcess.LOGS) {
      checkLog(calls, StoreCalls.nameOf(log), round);
    }
    fresh.clear();
    appended.clear();
  }

  /** Checks everything that was ever acknowledged, and that nothing at all is torn. */
  void checkAll(StoreCalls calls, List<BlockName> blocks) throws IOException {
    assertThat(blocks).containsAll(sealed.keySet()).containsAll(won.keySet());
    for (BlockName name : blocks) {
      checkFixed(calls, name);
    }
  }

  /** Sealed blocks and won slots never change again. */
  private void checkFixed(StoreCalls calls, BlockName name) throws IOException {
    List<Identity> found = identities(calls, name);
    if (sealed.containsKey(name)) {
      assertThat(found).as("sealed block " + name).containsExactly(sealed.get(name));
    }
    if (won.containsKey(name)) {
      assertThat(found).as("set-if-not slot " + name).containsExactly(won.get(name));
    }
  }

  /** The last acknowledged value or the one attempted after it. */
  private void checkSlot(StoreCalls calls, BlockName name, String writer, int round)
      throws IOException {
    Optional<Identity> last = Optional.ofNullable(written.get(name));
    int next = last.filter(one -> one.round() == round).map(one -> one.sequence() + 1).orElse(0);
    List<Identity> possible = new ArrayList<>(List.of(new Identity(round, writer, next)));
    last.ifPresent(possible::add);
    List<Identity> found = identities(calls, name);
    if (last.isPresent() || !found.isEmpty()) {
      assertThat(found).as("slot " + writer).hasSize(1).isSubsetOf(possible);
      written.put(name, found.get(0));
    }
  }

  /** What was there, then each writer's pieces in order, at most one of them unacknowledged. */
  private void checkLog(StoreCalls calls, BlockName log, int round) throws IOException {
    List<Identity> before = logs.getOrDefault(log, List.of());
    List<Identity> found = identities(calls, log);
    assertThat(found).as("log").hasSizeGreaterThanOrEqualTo(before.size());
    assertThat(found.subList(0, before.size())).as("what was there").isEqualTo(before);
    Map<String, Integer> next = new HashMap<>();
    for (Identity piece : found.subList(before.size(), found.size())) {
      int expected = next.getOrDefault(piece.writer(), 0);
      assertThat(piece).isEqualTo(new Identity(round, piece.writer(), expected));
      next.put(piece.writer(), expected + 1);
    }
    lastAppends(log)
        .forEach((writer, last) -> assertThat(next).as("pieces appended").containsKey(writer));
    next.forEach(
        (writer, count) -> {
          int acknowledged = lastAppends(log).getOrDefault(writer, -1) + 1;
          assertThat(count).as(writer).isBetween(acknowledged, acknowledged + 1);
        });
    logs.put(log, found);
  }

  private static List<Identity> identities(StoreCalls calls, BlockName name) throws IOException {
    return calls.read(name).map(Piece::identities).orElse(List.of());
  }
}
