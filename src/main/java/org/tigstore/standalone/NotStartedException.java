package org.tigstore.standalone;

/** Tig does not start. */
final class NotStartedException extends Exception {
  private static final long serialVersionUID = 1;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private final int exitCode;
  private final String sentence;

  private NotStartedException(int exitCode, String sentence, Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
    this.sentence = sentence;
  }

  /** Because the machine does not let it. */
  static NotStartedException failed(String sentence, Throwable cause) {
    return new NotStartedException(FAILED, sentence, cause);
  }

  /** Because it was told something that makes no sense. */
  static NotStartedException misused(String sentence, Throwable cause) {
    return new NotStartedException(MISUSED, sentence, cause);
  }

  /** What the process ends with. */
  int exitCode() {
    return exitCode;
  }

  /** Why, for the operator. */
  String sentence() {
    return sentence;
  }
}
