package org.tigstore.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The names of files as the bytes that Linux knows, each byte a character (ISO 8859-1): text in the
 * encoding of the locale cannot express them all. Java's paths keep the bytes; only their text does
 * not.
 */
final class FileNames {
  private static final String DIGITS = "0123456789ABCDEF";

  private FileNames() {}

  /** The bytes of a path, relative or absolute, without redundant slashes. */
  static String bytesOf(Path path) {
    String text = path.toString();
    if (isPlain(text) && !text.contains("//") && (text.length() == 1 || !text.endsWith("/"))) {
      return text;
    }
    StringBuilder bytes = new StringBuilder(path.isAbsolute() ? "/" : "");
    for (Path element : path) {
      bytes.append(bytesOfElement(element)).append('/');
    }
    String shortest = bytes.toString().replaceAll("/+", "/");
    return shortest.length() == 1 ? shortest : shortest.substring(0, shortest.length() - 1);
  }

  /** The bytes of an element, perhaps with a slash where the path has several. */
  private static String bytesOfElement(Path element) {
    String text = element.toString();
    if (isPlain(text)) {
      return text;
    }
    String path = element.toUri().getRawPath();
    int end = path.endsWith("/") ? path.length() - 1 : path.length();
    return unescaped(path.substring(path.lastIndexOf('/', end - 1) + 1, end)).orElseThrow();
  }

  /** The path of these bytes. */
  static Path pathOf(String bytes) {
    if (isPlain(bytes)) {
      return Path.of(bytes);
    }
    // With fewer slashes, Java would decode the bytes as text.
    StringBuilder address = new StringBuilder("file://");
    address.append(bytes.startsWith("/") ? "" : "/");
    for (int i = 0; i < bytes.length(); i++) {
      char next = bytes.charAt(i);
      if (next == '/' || (next < 128 && Character.isLetterOrDigit(next))) {
        address.append(next);
      } else {
        escape(address, next);
      }
    }
    Path path = Path.of(URI.create(address.toString()));
    return bytes.startsWith("/") ? path : path.subpath(0, path.getNameCount());
  }

  /** Whether a text in any encoding of Linux means the bytes of ASCII. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x7f || text.charAt(i) == 0) {
        return false;
      }
    }
    return true;
  }

  /** As printable ASCII without spaces: {@code %} and two digits for each other byte, and for %. */
  static String escaped(String bytes) {
    StringBuilder text = new StringBuilder(bytes.length());
    for (int i = 0; i < bytes.length(); i++) {
      char next = bytes.charAt(i);
      if (next <= ' ' || next >= 0x7f || next == '%') {
        escape(text, next);
      } else {
        text.append(next);
      }
    }
    return text.toString();
  }

  private static void escape(StringBuilder text, char next) {
    text.append('%').append(DIGITS.charAt(next >> 4)).append(DIGITS.charAt(next & 15));
  }

  /** The bytes of an escaped text; empty if a percent sign has no two digits. */
  static Optional<String> unescaped(String text) {
    if (text.indexOf('%') < 0) {
      return Optional.of(text);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '%') {
        bytes.write(text.charAt(i));
        continue;
      }
      int high = i + 2 < text.length() ? DIGITS.indexOf(text.charAt(i + 1)) : -1;
      int low = high < 0 ? -1 : DIGITS.indexOf(text.charAt(i + 2));
      if (low < 0) {
        return Optional.empty();
      }
      bytes.write(high << 4 | low);
      i += 2;
    }
    return Optional.of(bytes.toString(ISO_8859_1));
  }

  /**
   * The order of manifests: element by element, by unsigned bytes. A directory is followed by what
   * it contains.
   */
  static int compare(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      char first = one.charAt(i);
      char second = other.charAt(i);
      if (first != second) {
        return (first == '/' ? 0 : first) - (second == '/' ? 0 : second);
      }
    }
    return one.length() - other.length();
  }

  /** The directory that a name is in; empty for that of the whole tree. */
  static String parent(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }
}
