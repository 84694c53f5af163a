package org.tigstore.http;

import java.util.List;
import java.util.Locale;

/**
 * Targets of requests, from the names of blocks to what nobody should send.
 *
 * @param choices what decides
 * @param paths of blocks that are there
 * @param firstName the number in the first name of a block that may not be there
 * @param authority the server's
 */
record FuzzedTargets(Choices choices, List<String> paths, int firstName, String authority) {
  /** How many names there are from the first on. */
  static final int FRESH_NAMES = 20;

  private static final String[] WAYS = {
    "/",
    "//",
    "/./",
    "/../",
    "/../../",
    "/x/../",
    "/..%2f",
    "/..%5c",
    "/%2e%2e/",
    "/%2e%2e%2f",
    "/%252e%252e%252f",
    "/%c0%ae%c0%ae/",
    "/%c0%ae%c0%ae%c0%af",
    "/%e0%80%ae/",
    "/;x/",
    "/x;y/",
    "/..;/",
    "/.tigstore/",
    "/.tigstore%2f",
    "/.tigstore/uploads/",
    "/kv/",
    "/health/",
    "/%00/",
    "/%2f",
    "/%5c",
    "/%20",
    "/%ff",
    "/%ed%a0%80"
  };
  private static final String[] ENDS = {
    "",
    "/",
    "//",
    "/.",
    "/..",
    "/x",
    ";",
    ";x=y",
    "%00",
    "%0a",
    "%0d%0a",
    "%20",
    "%09",
    ".",
    "%2e",
    "%3f",
    "%23",
    ".tig",
    "%2f",
    "%5c",
    "%25",
    "%252f",
    "%c0%80",
    "%7f",
    "?",
    "??",
    "/../apikey",
    "%2f..%2fapikey",
    "%2f..%2f.."
  };
  private static final String[] PLACES = {
    "/",
    "/kv",
    "/kv/",
    "/KV",
    "/health/live",
    "/health/ready",
    "/health",
    "/apikey",
    "/%61pikey",
    "/.tigstore",
    "/.tigstore/lock",
    "/.tigstore/uploads/x",
    "/../fuzz-canary",
    "/%2e%2e/fuzz-canary",
    "/..%2ffuzz-canary",
    "/WEB-INF/web.xml",
    "/META-INF/MANIFEST.MF",
    "/%57EB-INF/web.xml",
    "/application.wadl",
    "/favicon.ico",
    "/.tig",
    "/x.tig",
    "/%2e",
    "/%2e%2e"
  };
  private static final String[] PARAMETERS = {
    "append",
    "setifnot",
    "take",
    "burst",
    "chtimes",
    "format",
    "Content-Type",
    "all",
    "apikey",
    "09E3F5F0-1D87-4B54-B57D-8D046D001942",
    "_method",
    "_wadl",
    "%61ppend",
    "Take",
    ""
  };
  private static final String[] VALUES = {
    "",
    "0",
    "1",
    "2",
    "-1",
    "01",
    "true",
    "%31",
    "%30",
    "+1",
    "1+",
    "%",
    "%zz",
    "%3",
    "%00",
    "%ff",
    "%c0%b1",
    "*",
    "**",
    "%2a",
    "a*b",
    "text/html",
    "image/svg+xml",
    "text/html;charset=x",
    "/",
    "*/*",
    "%0d%0aX-Injected:%201",
    "text/html%0d%0aX-Injected:%201",
    "*%0d%0aX-Injected:%201",
    "1&1",
    "=",
    "1=1"
  };

  /** A target that RFC 9112 has, of a size that every server takes. */
  String wellFormed() {
    return path() + query();
  }

  /** A target that no client should send. */
  String odd() {
    return switch (choices.number(0, 10)) {
      case 0 -> path().substring(1) + query();
      case 1 -> choices.of("*", "", "?", "#", "http:", "http://", "://", "//", "/%", "/%zz", "/%4");
      case 2 ->
          choices.of("http", "https", "ftp")
              + "://"
              + choices.of("x", "[::1", "a@b:99999")
              + path();
      case 3 -> path() + choices.bytes(choices.number(1, 20));
      case 4 -> "/" + choices.word(choices.number(4000, 20_000));
      case 5 -> path() + "?" + choices.bytes(choices.number(1, 40));
      case 6 -> path() + "?" + parameter() + choices.word(choices.number(4000, 20_000));
      case 7 ->
          path() + choices.of("\"", "<", ">", "\\", "^", "`", "{", "|", "}", "[", "]") + query();
      case 8 -> path() + choices.of(" ", "\t", "\0", "\r", " HTTP/1.1\r\nX: ") + query();
      default ->
          "/"
              + choices.of("/", "../", "%2e%2e/", "a/", ";").repeat(choices.number(1, 900))
              + name();
    };
  }

  private String path() {
    String path =
        switch (choices.number(0, 8)) {
          case 0, 1 -> "/" + name();
          case 2 -> choices.of(WAYS) + name();
          case 3 -> "/" + name() + choices.of(ENDS).replace("?", "");
          case 4 -> choices.of(WAYS) + name() + choices.of(ENDS).replace("?", "");
          case 5 -> "/" + nearlyAName();
          case 6 -> choices.of(PLACES);
          default -> "/";
        };
    return choices.chance(3) ? "http://" + authority + path : path;
  }

  private String name() {
    return choices.chance(70) ? choices.of(paths).substring(1) : freshName();
  }

  /** A name of a block that may not be there; few of them, so that requests meet. */
  private String freshName() {
    return name(choices.number(firstName, firstName + FRESH_NAMES));
  }

  /** The name of this number. */
  static String name(int number) {
    return "%064x.tig".formatted(number);
  }

  private String nearlyAName() {
    String name = name();
    int place = choices.number(0, name.length());
    String before = name.substring(0, place);
    String at = name.substring(place, place + 1);
    String after = name.substring(place + 1);
    return switch (choices.number(0, 5)) {
      case 0 -> before + after;
      case 1 -> before + at + at + after;
      case 2 -> before + at.toUpperCase(Locale.ROOT) + after;
      case 3 -> before + "%%%02x".formatted((int) at.charAt(0)) + after;
      default ->
          before + choices.of("g", "%", "_", "%2f", "%00", ".", ":", "~", "%EF%BC%91") + after;
    };
  }

  private String query() {
    StringBuilder query = new StringBuilder();
    while (choices.chance(45)) {
      query
          .append(query.isEmpty() ? "?" : choices.of("&", "&", "&&", ";", "?"))
          .append(parameter());
    }
    return query.toString();
  }

  private String parameter() {
    return choices.of(PARAMETERS) + choices.of("=", "=", "=", "") + choices.of(VALUES);
  }
}
