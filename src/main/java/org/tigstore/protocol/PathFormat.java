package org.tigstore.protocol;

/**
 * The format of a path in a response: the path replaces the first {@code *}; the rest is literal.
 *
 * @param text the format; empty for the path alone
 */
public record PathFormat(String text) {
  /** Formats a path. */
  public String show(String path) {
    int star = text.indexOf('*');
    if (star < 0) {
      return text.isEmpty() ? path : text;
    }
    return text.substring(0, star) + path + text.substring(star + 1);
  }
}
