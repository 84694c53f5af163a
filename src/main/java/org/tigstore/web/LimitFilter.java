package org.tigstore.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.tigstore.access.Caller;
import org.tigstore.access.RequestLimits;
import org.tigstore.block.RefusedException;

/**
 * Turns away what is too much at once. Who asks whether the node is well is never turned away, nor
 * is another node.
 */
public class LimitFilter implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest current = (HttpServletRequest) request;
    Exchange exchange = Exchange.of(current);
    if (exchange.target().route() == Route.PROBE || isPeers(current)) {
      chain.doFilter(request, response);
      return;
    }
    RequestLimits.Place place;
    try {
      place = enter(current);
    } catch (RefusedException e) {
      exchange.refuse(e, (HttpServletResponse) response);
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      place.leave();
    }
  }

  /** A node asks for many callers, whom it has counted itself. */
  private static boolean isPeers(HttpServletRequest request) {
    return Query.of(request).value(Caller.ROUTED).isPresent()
        && Services.of(request).nodes().isPeer(request.getRemoteAddr());
  }

  private static RequestLimits.Place enter(HttpServletRequest request) throws RefusedException {
    RequestLimits limits = Services.of(request).entrance().limits();
    return limits.enter(request.getRemoteAddr(), Operations.isWrite(request));
  }
}
