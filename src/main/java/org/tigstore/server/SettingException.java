package org.tigstore.server;

/** A setting has a value that it cannot have; the message says so in one sentence. */
public final class SettingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SettingException(String sentence) {
    super(sentence);
  }

  SettingException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
