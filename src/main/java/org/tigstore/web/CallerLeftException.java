package org.tigstore.web;

import java.io.IOException;

/** An answer cannot be sent on: its caller no longer listens. */
final class CallerLeftException extends IOException {
  private static final long serialVersionUID = 1;

  CallerLeftException(IOException cause) {
    super(cause);
  }
}
