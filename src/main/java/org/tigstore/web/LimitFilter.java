package org.tigstore.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.tigstore.access.RequestLimits;
import org.tigstore.block.RefusedException;

/** Turns away what is too much at once. Who asks whether the node is well is never turned away. */
public class LimitFilter implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest current = (HttpServletRequest) request;
    Exchange exchange = Exchange.of(current);
    if (exchange.target().route() == Route.PROBE) {
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

  private static RequestLimits.Place enter(HttpServletRequest request) throws RefusedException {
    RequestLimits limits = Services.of(request).entrance().limits();
    return limits.enter(request.getRemoteAddr(), Operations.isWrite(request));
  }
}
