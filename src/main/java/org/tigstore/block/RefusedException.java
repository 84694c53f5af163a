package org.tigstore.block;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request was refused and has changed nothing. Carries no stack trace: refusing is ordinary work,
 * and costs next to nothing.
 */
public class RefusedException extends IOException {
  private static final long serialVersionUID = 1;

  private final Refusal refusal;
  private final String reason;

  /**
   * A refusal of this kind.
   *
   * @param reason one line for the caller, without any secret and without a name that the caller
   *     did not give
   */
  public RefusedException(Refusal refusal, String reason) {
    this(refusal, reason, null);
  }

  /** A refusal that a failure underneath led to; the cause is for the log only. */
  public RefusedException(Refusal refusal, String reason, @Nullable Throwable cause) {
    super(reason, cause);
    this.refusal = refusal;
    this.reason = reason;
  }

  /** The kind of refusal. */
  public Refusal refusal() {
    return refusal;
  }

  /** One line for the caller. */
  public String reason() {
    return reason;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
