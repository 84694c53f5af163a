package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import org.tigstore.access.AccessPolicy;
import org.tigstore.access.Operation;
import org.tigstore.block.RefusedException;

/** The one place that asks whether a request may do something. */
final class Access {
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
    policy.check(taking ? Operation.CHANGE : operation, () -> Callers.of(request).keys());
  }
}
