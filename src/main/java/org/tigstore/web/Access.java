package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
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
    RequestFields fields = new RequestFields(request);
    List<Secret> keys = new ArrayList<>();
    query.value(Parameters.API_KEY).map(Secret::new).ifPresent(keys::add);
    fields.value("X-API-Key").map(Secret::new).ifPresent(keys::add);
    fields
        .value(HttpHeaders.AUTHORIZATION)
        .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(value -> new Secret(value.substring(BEARER.length()).strip()))
        .ifPresent(keys::add);
    return keys;
  }
}
