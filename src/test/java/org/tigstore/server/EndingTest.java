package org.tigstore.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.access.Operation;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.web.Services;

/** What the metrics take the end of a request for. */
class EndingTest {
  private static Ending of(int status, boolean complete, Optional<Refusal> refusal) {
    return Ending.of(
        new Services.Outcome(
            Operation.READ,
            "GET",
            Optional.empty(),
            Optional::empty,
            "127.0.0.1",
            Optional.empty(),
            status,
            complete,
            refusal.map(kind -> new RefusedException(kind, "no")),
            0,
            0,
            0));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 206, 304})
  void whatIsAnsweredIsDone(int status) {
    assertThat(of(status, true, Optional.empty())).isEqualTo(Ending.DONE);
  }

  @Test
  void anAnswerThatBreaksOffIsNotDone() {
    assertThat(of(200, false, Optional.empty())).isEqualTo(Ending.BROKEN_OFF);
  }

  @Test
  void whatNobodyForesawHasFailed() {
    assertThat(of(500, true, Optional.empty())).isEqualTo(Ending.FAILED);
    assertThat(of(500, false, Optional.empty())).isEqualTo(Ending.FAILED);
  }

  @Test
  void whatTheRuntimeRejectsIsRefused() {
    assertThat(of(405, true, Optional.empty())).isEqualTo(Ending.REFUSED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Refusal.class,
      names = {"MISSING", "KEY_REQUIRED", "TOO_MANY", "BUSY", "CLOSED", "OWN_REQUEST"})
  void whatIsNobodysFaultHereIsRefused(Refusal refusal) {
    assertThat(of(404, true, Optional.of(refusal))).isEqualTo(Ending.REFUSED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Refusal.class,
      names = {"DAMAGED", "STORE_FAILED", "NO_ROOM", "PEER_FAILED", "UNDECIDED"})
  void faultsHaveFailedWhateverWasSentBefore(Refusal refusal) {
    assertThat(of(200, true, Optional.of(refusal))).isEqualTo(Ending.FAILED);
  }

  @Test
  void aBodyThatEndsTooEarlyIsBrokenOff() {
    assertThat(of(400, true, Optional.of(Refusal.BODY_INCOMPLETE))).isEqualTo(Ending.BROKEN_OFF);
  }
}
