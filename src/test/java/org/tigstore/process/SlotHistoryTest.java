package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.process.SlotHistory.Effect;
import org.tigstore.process.SlotHistory.Operation;

/**
 * Histories as text: a line a call, its begin, its end, its kind, its status (a question mark if
 * unanswered), what it stores or is given, and for a compare-and-set what it expects.
 */
class SlotHistoryTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 1 PUT 200 a; 2 3 GET 200 a; 4 5 APPEND 200 b; 6 7 TAKE 200 ab; 8 9 GET 404",
        "0 9 PUT 200 a; 1 2 GET 404; 3 4 GET 200 a",
        "0 9 PUT 200 a; 0 9 PUT 200 b; 1 2 GET 200 a; 3 4 GET 200 b",
        "0 1 PUT 200 a; 2 9 TAKE 200 a; 2 9 TAKE 404; 3 4 GET 200 a",
        "0 1 PUT ? a; 2 3 GET 404",
        "0 1 PUT ? a; 2 3 GET 200 a; 4 5 TAKE ?; 6 7 GET 404",
        "0 1 PUT 500 a; 2 3 GET 200 a",
        "0 1 PUT 507 a; 2 3 GET 404",
        "0 9 SET_IF_NOT 200 a; 0 9 SET_IF_NOT 409 b; 10 11 GET 200 a",
        "0 1 PUT 200 a; 2 9 COMPARE_AND_SET 412 b a; 2 9 COMPARE_AND_SET 200 c a",
        "0 9 APPEND 200 a; 0 9 APPEND 200 b; 10 11 GET 200 ba",
        "0 1 PUT 200 a; 2 3 DELETE 200; 4 5 DELETE 404"
      })
  void aGoodHistoryIsExplained(String history) {
    assertThat(parsed(history).unexplained()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 1 PUT 200 a; 2 3 GET 404",
        "0 1 PUT 200 a; 2 3 PUT 200 b; 4 5 GET 200 a",
        "0 9 PUT 200 a; 1 2 GET 200 a; 3 4 GET 404",
        "0 1 PUT 200 a; 2 9 TAKE 200 a; 2 9 TAKE 200 a",
        "0 1 PUT ? a; 2 3 GET 200 a; 4 5 GET 404",
        "0 1 PUT ? a; 2 3 GET 404; 4 5 GET 200 a",
        "0 1 PUT 200 a; 2 3 TAKE 500; 4 5 GET 404; 6 7 GET 200 a",
        "0 1 PUT 507 a; 2 3 GET 200 a",
        "0 9 SET_IF_NOT 200 a; 0 9 SET_IF_NOT 200 b",
        "0 1 PUT 200 a; 2 9 COMPARE_AND_SET 200 b a; 2 9 COMPARE_AND_SET 200 c a",
        "0 9 APPEND 200 a; 0 9 APPEND 200 b; 10 11 GET 200 a",
        "0 1 DELETE 200",
        "0 1 GET 200 a; 2 3 PUT 200 a"
      })
  void aBadHistoryIsNot(String history) {
    assertThat(parsed(history).unexplained()).isPresent();
  }

  private static SlotHistory parsed(String history) {
    return new SlotHistory(
        List.of(history.split("; ", -1)).stream().map(SlotHistoryTest::operation).toList());
  }

  private static Operation operation(String line) {
    String[] parts = (line + "    ").split(" ", -1);
    SlotCall call = SlotCall.valueOf(parts[2]);
    Effect effect =
        parts[3].equals("?")
            ? call.unanswered(parts[4], parts[5])
            : call.answered(Integer.parseInt(parts[3]), parts[4], parts[4], parts[5]);
    return new Operation(Long.parseLong(parts[0]), Long.parseLong(parts[1]), line, effect);
  }
}
