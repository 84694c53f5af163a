package org.tigstore.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.tigstore.Eventually;
import org.tigstore.block.IoRunnable;

/** Who is covered by which sync. */
class GroupCommitTest {
  private static final int CALLERS = 16;

  /** A call in a thread of its own. */
  private final class Call extends FutureTask<Boolean> {
    private final Thread thread = new Thread(this);

    Call(GroupCommit commit) {
      super(
          () -> {
            commit.commit(sync);
            return true;
          });
      thread.start();
    }
  }

  /** One who has called and does not return yet. */
  private Call waiting() throws InterruptedException {
    Call call = new Call(commit);
    Eventually.holds(
        "the caller waits for a sync", () -> call.thread.getState() == Thread.State.WAITING);
    return call;
  }

  private List<Call> allWaiting() throws InterruptedException {
    List<Call> calls = new ArrayList<>();
    for (int call = 0; call < CALLERS; call++) {
      calls.add(waiting());
    }
    return calls;
  }

  /** A sync that lasts until it is let go, and fails on demand. */
  private static final class HeldSync implements IoRunnable {
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore letGo = new Semaphore(0);
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean failing;

    @Override
    public void run() throws IOException {
      int number = count.incrementAndGet();
      begun.release();
      letGo.acquireUninterruptibly();
      if (failing) {
        throw new IOException("sync " + number + " failed");
      }
    }

    void awaitBegin() {
      begun.acquireUninterruptibly();
    }

    void end() {
      failing = false;
      letGo.release();
    }

    void fail() {
      failing = true;
      letGo.release();
    }
  }

  private final HeldSync sync = new HeldSync();
  private final GroupCommit commit = new GroupCommit(1);

  @Test
  void aSyncThatHadBegunDoesNotCount() throws Exception {
    Call first = new Call(commit);
    sync.awaitBegin();
    Call second = waiting();
    sync.end();
    assertThat(first.get()).isTrue();

    sync.awaitBegin();
    assertThat(second.isDone()).isFalse();
    sync.end();
    assertThat(second.get()).isTrue();
  }

  @Test
  void allWhoWaitShareTheNextSync() throws Exception {
    new Call(commit);
    sync.awaitBegin();
    List<Call> waiting = allWaiting();
    sync.end();
    sync.awaitBegin();
    sync.end();

    for (Call call : waiting) {
      assertThat(call.get()).isTrue();
    }
    assertThat(sync.count).hasValue(2);
  }

  @Test
  void nobodyWaitsForAnothersSyncWhileMoreMayRun() throws Exception {
    GroupCommit two = new GroupCommit(2);
    Call first = new Call(two);
    sync.awaitBegin();
    Call second = new Call(two);
    sync.awaitBegin();
    sync.end();
    sync.end();

    assertThat(first.get()).isTrue();
    assertThat(second.get()).isTrue();
  }

  @Test
  void aFailureReachesAllWhoWaitedForThatSyncAndNobodyElse() throws Exception {
    Call before = new Call(commit);
    sync.awaitBegin();
    List<Call> waiting = allWaiting();
    sync.end();
    sync.awaitBegin();
    Call after = waiting();
    sync.fail();
    sync.awaitBegin();
    sync.end();

    assertThat(before.get()).isTrue();
    for (Call call : waiting) {
      assertThatThrownBy(call::get).hasRootCauseMessage("sync 2 failed");
    }
    assertThat(after.get()).isTrue();
  }

  @Test
  void anInterruptedCallerIsCoveredAllTheSame() throws Exception {
    Call first = new Call(commit);
    sync.awaitBegin();
    List<Call> waiting = allWaiting();
    for (Call call : waiting) {
      call.thread.interrupt();
    }
    sync.end();
    sync.awaitBegin();
    sync.end();

    assertThat(first.get()).isTrue();
    for (Call call : waiting) {
      assertThat(call.get()).isTrue();
    }
  }

  @Test
  void eachOfManyCallersIsCoveredByASyncThatBeganAfterTheCall() throws Exception {
    AtomicLong changes = new AtomicLong();
    AtomicLong covered = new AtomicLong();
    GroupCommit many = new GroupCommit(2);
    List<FutureTask<Integer>> callers = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      FutureTask<Integer> task = new FutureTask<>(() -> uncovered(many, changes, covered));
      callers.add(task);
      new Thread(task).start();
    }

    for (FutureTask<Integer> caller : callers) {
      assertThat(caller.get()).isZero();
    }
  }

  private static int uncovered(GroupCommit many, AtomicLong changes, AtomicLong covered)
      throws IOException {
    int uncovered = 0;
    for (int call = 0; call < 2_000; call++) {
      long change = changes.incrementAndGet();
      many.commit(() -> covered.accumulateAndGet(changes.get(), Math::max));
      if (covered.get() < change) {
        uncovered++;
      }
    }
    return uncovered;
  }

  @Test
  void whoCallsAfterAFailureIsNotToldOfIt() {
    sync.fail();
    assertThatThrownBy(() -> commit.commit(sync)).isInstanceOf(IOException.class);
    sync.end();
    assertThatCode(() -> commit.commit(sync)).doesNotThrowAnyException();
  }
}
