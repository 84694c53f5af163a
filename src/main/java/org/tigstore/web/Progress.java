package org.tigstore.web;

import static java.lang.System.Logger.Level.DEBUG;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.access.Admission;
import org.tigstore.block.BlockName;
import org.tigstore.block.RefusedException;

/**
 * What has come of a request so far: noted where it happens, and reported when the request ends.
 */
final class Progress {
  private static final System.Logger LOG = System.getLogger(Progress.class.getName());

  private final long begun = System.nanoTime();
  private @Nullable Admission admission;
  private @Nullable BlockName sealed;
  private @Nullable RefusedException refused;
  private boolean answered;
  private boolean callerGone;
  private long received;
  private long sent;

  void admit(Admission how) {
    admission = how;
  }

  /** By what the caller was let in; empty if it was not. */
  Optional<Admission> admission() {
    return Optional.ofNullable(admission);
  }

  void sealedAs(BlockName name) {
    sealed = name;
  }

  Optional<BlockName> sealed() {
    return Optional.ofNullable(sealed);
  }

  /** Notes why the request was refused, or why its answer ended too early. */
  void refuse(RefusedException reason) {
    refused = reason;
  }

  Optional<RefusedException> refused() {
    return Optional.ofNullable(refused);
  }

  /** Notes that there is an answer: the body, whatever is still to come of it, has ended. */
  void answer() {
    answered = true;
  }

  boolean isAnswered() {
    return answered;
  }

  /** Notes that the caller went away before it had everything, which is no failure of this node. */
  void loseCaller(ResponseChannel.CallerGoneException how) {
    callerGone = true;
    LOG.log(DEBUG, "the client disconnected before the end of the response", how);
  }

  boolean isCallerGone() {
    return callerGone;
  }

  /** Counts bytes of the body that came. */
  void receive(long bytes) {
    received += bytes;
  }

  long received() {
    return received;
  }

  /** Counts bytes of blocks that were given to the server to send. */
  void send(long bytes) {
    sent += bytes;
  }

  long sent() {
    return sent;
  }

  /** Nanoseconds since the request came. */
  long nanos() {
    return System.nanoTime() - begun;
  }
}
