package org.tigstore.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Keeps an {@link Exchange} for each request, and tells what came of it. */
public class ExchangeFilter implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest current = (HttpServletRequest) request;
    HttpServletResponse answered = (HttpServletResponse) response;
    Exchange exchange = Exchange.begin(current, answered);
    boolean complete = false;
    try {
      chain.doFilter(request, response);
      complete = true;
    } finally {
      Services.of(current).observer().ended(exchange.outcome(answered.getStatus(), complete));
    }
  }
}
