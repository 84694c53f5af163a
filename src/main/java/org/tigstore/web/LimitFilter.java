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

/** Runs what is behind it while a request has its place among those that may run at once. */
abstract class LimitFilter implements Filter {
  /**
   * The place for this request.
   *
   * @throws RefusedException if there is none
   */
  abstract RequestLimits.Place enter(
      HttpServletRequest request, Exchange exchange, RequestLimits limits) throws RefusedException;

  @Override
  public final void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest current = (HttpServletRequest) request;
    Exchange exchange = Exchange.of(current);
    RequestLimits.Place place;
    try {
      place = enter(current, exchange, Services.of(current).entrance().limits());
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
}
