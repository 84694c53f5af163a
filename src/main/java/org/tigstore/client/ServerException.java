package org.tigstore.client;

import java.io.IOException;

/** A server refused a request, did not answer, or its answer is not what it should be. */
public final class ServerException extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * Of this answer.
   *
   * @param status of the answer: a wrong answer may have any, even 200
   * @param message one line for people, without secrets
   */
  ServerException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** Of no answer. */
  ServerException(String message, IOException cause) {
    super(message, cause);
    this.status = 0;
  }

  /** The answer's HTTP status; 0 if there was no answer. */
  public int status() {
    return status;
  }

  /** Whether there is no such block. */
  public boolean isMissing() {
    return status == 404;
  }

  /** Whether the server executed the request, but its answer is wrong. */
  public boolean isAnswered() {
    return status == 200 || status == 206;
  }
}
