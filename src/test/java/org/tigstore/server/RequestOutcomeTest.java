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
class RequestOutcomeTest {
  private static RequestOutcome of(int status, boolean complete, Optional<Refusal> refusal) {
    return RequestOutcome.of(
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
    assertThat(of(status, true, Optional.empty())).isEqualTo(RequestOutcome.DONE);
  }

  @Test
  void anAnswerThatBreaksOffIsNotDone() {
    assertThat(of(200, false, Optional.empty())).isEqualTo(RequestOutcome.BROKEN_OFF);
  }

  @Test
  void whatNobodyForesawHasFailed() {
    assertThat(of(500, true, Optional.empty())).isEqualTo(RequestOutcome.FAILED);
    assertThat(of(500, false, Optional.empty())).isEqualTo(RequestOutcome.FAILED);
  }

  @Test
  void whatTheRuntimeRejectsIsRefused() {
    assertThat(of(405, true, Optional.empty())).isEqualTo(RequestOutcome.REFUSED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Refusal.class,
      names = {"MISSING", "KEY_REQUIRED", "TOO_MANY", "BUSY", "CLOSED", "OWN_REQUEST"})
  void whatIsNobodysFaultHereIsRefused(Refusal refusal) {
    assertThat(of(404, true, Optional.of(refusal))).isEqualTo(RequestOutcome.REFUSED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Refusal.class,
      names = {"DAMAGED", "STORE_FAILED", "NO_ROOM", "PEER_FAILED", "UNDECIDED", "EXHAUSTED"})
  void faultsHaveFailedWhateverWasSentBefore(Refusal refusal) {
    assertThat(of(200, true, Optional.of(refusal))).isEqualTo(RequestOutcome.FAILED);
  }

  @Test
  void aBodyThatEndsTooEarlyIsBrokenOff() {
    assertThat(of(400, true, Optional.of(Refusal.BODY_INCOMPLETE)))
        .isEqualTo(RequestOutcome.BROKEN_OFF);
  }
}
