package org.tigstore.access;

/**
 * A text that must not be shown: {@link #toString} returns a mask.
 *
 * @param value the text itself
 */
public record Secret(String value) {
  @Override
  public String toString() {
    return "****";
  }
}
