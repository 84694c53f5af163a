package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tigstore.access.Operation;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.protocol.DigestFields;

/**
 * What pages of other origins may do in the browser of somebody whom this node lets in: read and
 * change what they like if their origin is configured, and else nothing but what any link does.
 *
 * @param request a request, perhaps a browser's
 * @param origins the origins that are configured
 */
record CrossOrigin(HttpServletRequest request, List<String> origins) {
  private static final String ORIGIN = "Origin";
  private static final String FIELDS_TO_SEND =
      "Accept, Authorization, Cache-Control, Content-Type, If-Match, If-None-Match, If-Range, Range,"
          + " X-API-Key, X-Requested-With, "
          + String.join(", ", DigestFields.names());
  private static final String FIELDS_TO_SEE =
      "Accept-Ranges, Allow, Content-Length, Content-Range, ETag, Retry-After, Tig-Expires,"
          + " Tig-Reason, WWW-Authenticate";
  private static final String PREFLIGHT_SECONDS = "600";

  private Optional<String> origin() {
    return Optional.ofNullable(request.getHeader(ORIGIN));
  }

  private boolean isConfigured() {
    return origin().filter(origins::contains).isPresent();
  }

  /** What every answer says to the browser (Fetch standard, section 3.3). */
  Map<String, String> fields() {
    if (origins.isEmpty()) {
      return Map.of();
    }
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Vary", ORIGIN);
    if (isConfigured()) {
      fields.put("Access-Control-Allow-Origin", origin().orElseThrow());
      fields.put("Access-Control-Allow-Credentials", "true");
      fields.put("Access-Control-Expose-Headers", FIELDS_TO_SEE);
    }
    return fields;
  }

  /** Adds what the browser wants to know before it lets a page ask, if that is what it asks. */
  Answer preflight(Answer answer, Route route) {
    boolean asked = request.getHeader("Access-Control-Request-Method") != null;
    return asked && isConfigured()
        ? answer
            .with("Access-Control-Allow-Methods", route.methods())
            .with("Access-Control-Allow-Headers", FIELDS_TO_SEND)
            .with("Access-Control-Max-Age", PREFLIGHT_SECONDS)
        : answer;
  }

  /**
   * Returns if no page makes a browser do this with what the browser knows of its user.
   *
   * @param onPurpose whether a key was shown that browsers do not add by themselves
   * @throws RefusedException {@link Refusal#CROSS_SITE} if one does
   */
  void check(Operation operation, boolean onPurpose) throws RefusedException {
    if (operation.changes() && !onPurpose && isForeign() && !isConfigured()) {
      throw new RefusedException(Refusal.CROSS_SITE, "pages of other origins may not make changes");
    }
  }

  /** By {@code Sec-Fetch-Site} (Fetch Metadata), which no page can set, or else by its origin. */
  private boolean isForeign() {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) {
      return !site.equals("same-origin") && !site.equals("none");
    }
    return origin().filter(origin -> !isOfThisHost(origin)).isPresent();
  }

  private boolean isOfThisHost(String origin) {
    try {
      return URI.create(origin).getRawAuthority() != null
          && URI.create(origin).getRawAuthority().equalsIgnoreCase(request.getHeader("Host"));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
