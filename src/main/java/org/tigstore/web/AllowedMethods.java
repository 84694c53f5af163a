package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** The methods that paths have. Some runtimes tell of each path those of all resources. */
final class AllowedMethods {
  static final Set<String> ROOT = sorted("GET", "HEAD", "OPTIONS", "POST", "PUT");
  static final Set<String> KEY = sorted("OPTIONS", "POST", "PUT");
  static final Set<String> HEALTH = sorted("GET", "HEAD", "OPTIONS");
  static final Set<String> BLOCK = sorted("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT");

  private AllowedMethods() {}

  private static Set<String> sorted(String... methods) {
    return Collections.unmodifiableSet(new TreeSet<>(Arrays.asList(methods)));
  }

  /** Those of the path that is asked for. */
  static Set<String> of(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    return switch (path) {
      case "", "/" -> ROOT;
      case "/kv" -> KEY;
      case "/health/live", "/health/ready" -> HEALTH;
      default -> BLOCK;
    };
  }
}
