package org.tigstore.access;

/**
 * A text that must not be shown: {@link #toString} returns a mask.
 *
 * @param value the text itself
 */
public record Secret(String value) {
  /**
   * The secret in a text as editors and tools write it: without a byte order mark at its start and
   * carriage returns and line feeds at its end.
   */
  public static Secret written(String text) {
    return new Secret(text.replaceFirst("^\ufeff", "").replaceFirst("[\r\n]+$", ""));
  }

  @Override
  public String toString() {
    return "****";
  }
}
