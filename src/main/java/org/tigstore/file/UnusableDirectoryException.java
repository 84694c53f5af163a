package org.tigstore.file;

import java.io.IOException;

/** A directory cannot serve as a store; the message says why in one sentence. */
public final class UnusableDirectoryException extends IOException {
  private static final long serialVersionUID = 1;

  /** A directory is unusable for this reason. */
  public UnusableDirectoryException(String sentence) {
    super(sentence);
  }

  /** A directory is unusable for this reason, because of this failure. */
  public UnusableDirectoryException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
