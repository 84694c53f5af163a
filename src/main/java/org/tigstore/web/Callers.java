package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import org.tigstore.access.Admission;
import org.tigstore.access.Caller;
import org.tigstore.access.Keys;
import org.tigstore.access.Secret;

/** Finds out who asks. */
final class Callers {
  private static final String BEARER = "bearer ";

  private Callers() {}

  /** The caller of this request, whom this lets in. */
  static Caller of(HttpServletRequest request, Admission admission) {
    RequestFields fields = new RequestFields(request);
    return new Caller(
        keys(request),
        admission,
        Query.of(request).value(Caller.ROUTED).filter(node -> !node.isEmpty()),
        fields.value(Caller.THROUGH_CHANNEL).isPresent(),
        fields.value(Caller.HANDED_OVER).isPresent(),
        fields.value(Caller.ADDING_ONLY).isPresent());
  }

  /** The keys that came with this request. */
  static Keys keys(HttpServletRequest request) {
    RequestFields fields = new RequestFields(request);
    return new Keys(
        Query.of(request).value(Keys.QUERY).map(Secret::new),
        fields.value(Keys.FIELD).map(Secret::new),
        fields.value(HttpHeaders.AUTHORIZATION).flatMap(Callers::bearer));
  }

  private static Optional<Secret> bearer(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(new Secret(authorization.substring(BEARER.length()).strip()))
        : Optional.empty();
  }
}
