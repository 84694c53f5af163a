package org.tigstore.protocol;

/**
 * How an answer shows a path: the first {@code *} is replaced by it, everything else is literal.
 *
 * @param text the format; empty for the path alone
 */
public record PathFormat(String text) {
  /** Shows a path. */
  public String show(String path) {
    int star = text.indexOf('*');
    if (star < 0) {
      return text.isEmpty() ? path : text;
    }
    return text.substring(0, star) + path + text.substring(star + 1);
  }
}
