package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.tigstore.block.BlockName;

/**
 * What a request is about. The path is looked at as it was sent: what a JAX-RS runtime or a server
 * would make of an odd one plays no part.
 *
 * @param route what the path names
 * @param name the block's name, if it names one
 */
record Target(Route route, Optional<BlockName> name) {
  /** What this request is about. */
  static Target of(HttpServletRequest request) {
    String path = pathOf(request);
    Optional<BlockName> name = nameIn(path);
    return new Target(name.isPresent() ? Route.BLOCK : Route.of(path), name);
  }

  /** An asterisk, or whatever else is no path, names nothing. */
  private static String pathOf(HttpServletRequest request) {
    String whole = request.getRequestURI();
    int start = request.getContextPath().length();
    return whole == null || whole.length() < start ? "*" : whole.substring(start);
  }

  private static Optional<BlockName> nameIn(String path) {
    if (path.length() <= BlockName.LENGTH || path.charAt(0) != '/') {
      return Optional.empty();
    }
    return BlockName.parse(Escapes.decode(path.substring(1)));
  }
}
