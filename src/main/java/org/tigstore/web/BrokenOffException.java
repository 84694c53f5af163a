package org.tigstore.web;

import java.io.IOException;

/** Content cannot be sent to its end. Nothing may follow what was sent of it. */
final class BrokenOffException extends IOException {
  private static final long serialVersionUID = 1;

  BrokenOffException(IOException cause) {
    super(cause);
  }
}
