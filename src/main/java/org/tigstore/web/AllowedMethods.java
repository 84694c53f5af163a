package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** The methods that paths have. Some runtimes tell of each path those of all resources. */
final class AllowedMethods {
  static final Set<String> ROOT = Set.of("GET", "HEAD", "OPTIONS", "POST", "PUT");
  static final Set<String> KEY = Set.of("OPTIONS", "POST", "PUT");
  static final Set<String> BLOCK = Set.of("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT");

  private AllowedMethods() {}

  /** Those of the path that is asked for. */
  static Set<String> of(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    return switch (path) {
      case "", "/" -> ROOT;
      case "/kv" -> KEY;
      default -> BLOCK;
    };
  }
}
