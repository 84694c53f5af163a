package org.tigstore.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Percent-encoding (RFC 3986, section 2.1). A percent sign that begins no escape is itself. */
final class Escapes {
  private Escapes() {}

  /** The text that is meant. */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int position = 0;
    while (position < text.length()) {
      if (isEscape(text, position)) {
        bytes.write(HexFormat.fromHexDigits(text, position + 1, position + 3));
        position += 3;
      } else {
        int next = text.offsetByCodePoints(position, 1);
        bytes.writeBytes(text.substring(position, next).getBytes(UTF_8));
        position = next;
      }
    }
    return bytes.toString(UTF_8);
  }

  private static boolean isEscape(String text, int position) {
    return text.charAt(position) == '%'
        && position + 2 < text.length()
        && HexFormat.isHexDigit(text.charAt(position + 1))
        && HexFormat.isHexDigit(text.charAt(position + 2));
  }
}
