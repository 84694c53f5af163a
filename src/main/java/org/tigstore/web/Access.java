package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tigstore.access.AccessPolicy;
import org.tigstore.access.Operation;
import org.tigstore.access.Secret;
import org.tigstore.block.RefusedException;

/**
 * The one place that asks whether a request may do something, and finds the keys that it came with.
 */
final class Access {
  private static final String BEARER = "bearer ";

  private Access() {}

  /**
   * Returns if the request may do this, or what its parameters make of it: a read that takes is a
   * change.
   *
   * @throws RefusedException as {@link AccessPolicy#check}
   */
  static void check(HttpServletRequest request, Operation operation, AccessPolicy policy)
      throws RefusedException {
    Query query = Query.of(request);
    boolean taking = operation == Operation.READ && query.isOn(Parameters.TAKE);
    policy.check(taking ? Operation.CHANGE : operation, keys(request, query));
  }

  private static List<Secret> keys(HttpServletRequest request, Query query) {
    List<Secret> keys = new ArrayList<>();
    query.value(Parameters.API_KEY).map(Secret::new).ifPresent(keys::add);
    Optional.ofNullable(request.getHeader("X-API-Key")).map(Secret::new).ifPresent(keys::add);
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      keys.add(new Secret(authorization.substring(BEARER.length()).strip()));
    }
    return keys;
  }
}
