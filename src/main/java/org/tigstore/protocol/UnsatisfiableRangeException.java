package org.tigstore.protocol;

import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** The requested range is outside the bytes of the block (RFC 9110, section 15.5.17). */
public final class UnsatisfiableRangeException extends RefusedException {
  private static final long serialVersionUID = 1;

  private final long total;

  UnsatisfiableRangeException(long total) {
    super(Refusal.RANGE_UNSATISFIABLE, "the range lies outside the " + total + " bytes");
    this.total = total;
  }

  /** The {@code Content-Range} that contains the number of bytes. */
  public String contentRange() {
    return "bytes */" + total;
  }
}
