package org.tigstore.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Set;

/**
 * A request that nobody would think of.
 *
 * @param text all its bytes, a character each
 * @param method its method
 * @param wellFormed whether it is a request as RFC 9112 has it, of a size that every server takes
 */
record FuzzedRequest(String text, String method, boolean wellFormed) {
  private static final int SHOWN = 2000;
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS");

  /** Whether its caller names a JSON type. */
  boolean wantsJson() {
    return text.contains("\r\nAccept: application/");
  }

  /** Whether its target begins with a slash. */
  boolean hasSlash() {
    return text.startsWith(method + " /");
  }

  /** Whether there is a colon in what is asked for. */
  boolean hasColon() {
    return text.lines().findFirst().orElse("").contains(":");
  }

  /** Whether a server may say that it has no such method or coding (RFC 9110, section 15.6.2). */
  boolean mayBeNotImplemented() {
    return text.contains("Transfer-Encoding") || !METHODS.contains(method);
  }

  /** As a report shows it: every byte of the beginning can be told from it. */
  @Override
  public String toString() {
    StringBuilder shown = new StringBuilder();
    for (byte one : text.substring(0, Math.min(SHOWN, text.length())).getBytes(ISO_8859_1)) {
      if (one >= ' ' && one <= '~' && one != '\\') {
        shown.append((char) one);
      } else {
        shown.append("\\x%02x".formatted(one));
      }
    }
    return shown.append(" (").append(text.length()).append(" bytes)").toString();
  }
}
