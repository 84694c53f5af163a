package org.tigstore.web;

import java.io.IOException;

/** Content cannot be sent to its end. Nothing may follow what was sent of it. */
final class TruncatedAnswerException extends IOException {
  private static final long serialVersionUID = 1;

  TruncatedAnswerException(IOException cause) {
    super(cause);
  }
}
