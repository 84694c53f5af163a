package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import org.tigstore.access.Operation;

/**
 * Tells from a request's method, path, query and preconditions what it asks for. A parameter that
 * is neither 0 nor 1 counts as the one that needs more: the request is refused for it later.
 */
final class Operations {
  private Operations() {}

  /** What this request asks for. */
  static Operation of(HttpServletRequest request, Target target) {
    String method = request.getMethod();
    if (method.equals("OPTIONS") || !target.route().has(method)) {
      return Operation.PROBE;
    }
    return switch (target.route()) {
      case PROBE -> Operation.PROBE;
      case VERSION -> Operation.VERSION;
      case METRICS -> Operation.MONITOR;
      case KEYS -> Operation.NAME;
      case ROOT -> isWrite(method) ? Operation.SEAL : Operation.LIST;
      case BLOCK, NOTHING -> ofBlock(method, request);
    };
  }

  private static Operation ofBlock(String method, HttpServletRequest request) {
    if (isWrite(method)) {
      return write(request);
    }
    return method.equals("DELETE") ? Operation.DELETE : read(method, Query.of(request));
  }

  /** Whether this request writes, and so brings a body. */
  static boolean isWrite(HttpServletRequest request) {
    return isWrite(request.getMethod());
  }

  private static boolean isWrite(String method) {
    return method.equals("PUT") || method.equals("POST");
  }

  private static Operation write(HttpServletRequest request) {
    Query query = Query.of(request);
    if (query.has(Parameters.APPEND, "1")) {
      return Operation.APPEND;
    }
    boolean create = query.has(Parameters.SETIFNOT, "1") || isForNothingThere(request);
    return create ? Operation.CREATE : Operation.WRITE;
  }

  private static boolean isForNothingThere(HttpServletRequest request) {
    return new RequestFields(request)
        .value(HttpHeaders.IF_NONE_MATCH)
        .filter(tags -> tags.strip().equals("*"))
        .isPresent();
  }

  private static Operation read(String method, Query query) {
    if (query.isEmpty()) {
      return method.equals("HEAD") ? Operation.LOOK : Operation.READ;
    }
    if (query.value(Parameters.TAKE).filter(value -> !value.equals("0")).isPresent()) {
      return Operation.TAKE;
    }
    if (method.equals("HEAD")) {
      return Operation.LOOK;
    }
    return query.has(Parameters.BURST, "1") ? Operation.BURST : Operation.READ;
  }
}
