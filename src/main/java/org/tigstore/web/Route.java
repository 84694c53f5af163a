package org.tigstore.web;

/** What a path of the application names, and the methods that it has. */
enum Route {
  ROOT("GET, HEAD, OPTIONS, POST, PUT"),
  KEYS("OPTIONS, POST, PUT"),
  PROBE("GET, HEAD, OPTIONS"),
  VERSION("GET, HEAD, OPTIONS"),
  METRICS("GET, HEAD, OPTIONS"),
  STATUS("GET, HEAD, OPTIONS"),
  /** The page for people, and its files. */
  PAGE("GET, HEAD, OPTIONS"),
  BLOCK("DELETE, GET, HEAD, OPTIONS, POST, PUT"),
  /** It names nothing, but may have been meant to name a block. */
  NOTHING("DELETE, GET, HEAD, OPTIONS, POST, PUT");

  private final String methods;

  Route(String methods) {
    this.methods = methods;
  }

  /** The methods, as {@code Allow} lists them. */
  String methods() {
    return methods;
  }

  /** Whether it has this method. */
  boolean has(String method) {
    int start = methods.indexOf(method);
    int end = start + method.length();
    return start >= 0
        && !method.isEmpty()
        && method.indexOf(',') < 0
        && (start == 0 || methods.charAt(start - 1) == ' ')
        && (end == methods.length() || methods.charAt(end) == ',');
  }

  /**
   * What this path names, as it was sent, without the context path. Only the names of blocks may be
   * written with escapes.
   */
  static Route of(String path) {
    return switch (path) {
      case "", "/" -> ROOT;
      case "/kv" -> KEYS;
      case "/health/started", "/health/live", "/health/ready" -> PROBE;
      case "/version" -> VERSION;
      case "/metrics" -> METRICS;
      case "/status" -> STATUS;
      default -> path.equals("/ui") || path.startsWith("/ui/") ? PAGE : NOTHING;
    };
  }
}
