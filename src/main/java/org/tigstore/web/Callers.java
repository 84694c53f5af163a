package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import org.tigstore.access.Caller;
import org.tigstore.access.Secret;

/** Finds out who asks. */
final class Callers {
  private static final String BEARER = "bearer ";

  private Callers() {}

  /** The caller of this request. */
  static Caller of(HttpServletRequest request) {
    Query query = Query.of(request);
    RequestFields fields = new RequestFields(request);
    return new Caller(
        query.value(Caller.QUERY_KEY).map(Secret::new),
        fields.value(Caller.KEY_FIELD).map(Secret::new),
        fields.value(HttpHeaders.AUTHORIZATION).flatMap(Callers::bearer),
        query.value(Caller.ROUTED).filter(node -> !node.isEmpty()),
        fields.value(Caller.THROUGH_CHANNEL).isPresent(),
        fields.value(Caller.HANDED_OVER).isPresent());
  }

  private static Optional<Secret> bearer(String authorization) {
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? Optional.of(new Secret(authorization.substring(BEARER.length()).strip()))
        : Optional.empty();
  }
}
