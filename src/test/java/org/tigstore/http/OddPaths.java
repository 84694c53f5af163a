package org.tigstore.http;

import java.util.Locale;
import java.util.stream.Stream;

/** Paths that name no block, or name one in an odd way. Tests take them as arguments. */
public final class OddPaths {
  private static final String DIGITS =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private OddPaths() {}

  /** Paths of an application that has blocks and nothing else. */
  public static Stream<String> ofNothing() {
    return Stream.of(
        "/nothing",
        "/index.html",
        "/favicon.ico",
        "/org/tigstore/launch/Launcher.class",
        "/apikey",
        "/.tigstore",
        "/.tigstore/lock",
        "/KV",
        "/kv/x",
        "/kv/" + DIGITS + ".tig",
        "/" + DIGITS,
        "/" + DIGITS + ".TIG",
        "/" + DIGITS.toUpperCase(Locale.ROOT) + ".tig",
        "/B" + DIGITS.substring(1) + ".tig",
        "/" + DIGITS.substring(1) + ".tig",
        "/0" + DIGITS + ".tig",
        "/g" + DIGITS.substring(1) + ".tig",
        "/" + DIGITS + ".tig.tig",
        "/" + DIGITS + ".tig/",
        "/" + DIGITS + ".tig/x",
        "/x/" + DIGITS + ".tig",
        "/" + DIGITS + ".tig;x=y",
        "/" + DIGITS + ".tig%0a",
        "/" + DIGITS + ".tig%20",
        "/%20" + DIGITS + ".tig",
        "/%2f" + DIGITS + ".tig",
        "/x%2f" + DIGITS + ".tig",
        "/.tigstore%2f" + DIGITS + ".tig",
        "/%5c" + DIGITS + ".tig",
        "/..%5c" + DIGITS + ".tig",
        "/%252e%252e%252f" + DIGITS + ".tig",
        "/" + DIGITS + "%2Etig%3Fx",
        "/%D9%A1" + DIGITS.substring(1) + ".tig");
  }

  /** Paths that many servers refuse in their own words, before an application sees them. */
  public static Stream<String> thatNobodyShouldSend() {
    return Stream.of(
        "/;x/" + DIGITS + ".tig",
        "/" + DIGITS + ".tig%00",
        "/%2e%2e%2f" + DIGITS + ".tig",
        "/..%2f" + DIGITS + ".tig",
        "/%c0%ae%c0%ae%c0%af" + DIGITS + ".tig");
  }

  /** What may stand before a name and, to some servers, lead elsewhere or nowhere. */
  public static Stream<String> thatLeadAround() {
    return Stream.of("/../", "/../../", "/x/../../", "/%2e%2e/", "/.%2e/%2e%2e/", "/./", "//");
  }
}
