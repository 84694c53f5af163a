package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import org.tigstore.access.RequestLimits;
import org.tigstore.block.RefusedException;

/**
 * Turns away what is too much of one client at once. Who asks whether the node is well is never
 * turned away, nor is another node, which counts its callers itself.
 */
public class ClientLimitFilter extends LimitFilter {
  @Override
  RequestLimits.Place enter(HttpServletRequest request, Exchange exchange, RequestLimits limits)
      throws RefusedException {
    return exchange.target().route() == Route.PROBE || exchange.isOfPeer()
        ? RequestLimits.UNCOUNTED
        : limits.request(request.getRemoteAddr());
  }
}
