package org.tigstore.block;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A request was refused and has changed nothing. Has no stack trace, because refusals are frequent
 * and must be cheap.
 */
public class RefusedException extends IOException {
  private static final long serialVersionUID = 1;

  private final Refusal refusal;
  private final String reason;

  /**
   * Creates a refusal.
   *
   * @param reason one line for the caller, without secrets and without names that the caller did
   *     not send
   */
  public RefusedException(Refusal refusal, String reason) {
    this(refusal, reason, null);
  }

  /** Creates a refusal with an underlying failure; the cause is for the log only. */
  public RefusedException(Refusal refusal, String reason, @Nullable Throwable cause) {
    super(reason, cause);
    this.refusal = refusal;
    this.reason = reason;
  }

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
