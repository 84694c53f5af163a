package org.tigstore.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Keeps an {@link Exchange} for each request, tells what came of it, and sends the answers that are
 * to be late without a thread that waits.
 */
public class ExchangeFilter implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest current = (HttpServletRequest) request;
    HttpServletResponse answered = (HttpServletResponse) response;
    Exchange exchange = Exchange.begin(current, answered);
    boolean complete = false;
    try {
      chain.doFilter(request, new LateResponse(answered, exchange));
      complete = true;
    } finally {
      Optional<Answer> late = exchange.late();
      if (late.isPresent()) {
        new LateAnswer(late.get(), exchange, current, answered).send();
      } else {
        Services.of(current).observer().ended(exchange.outcome(answered.getStatus(), complete));
      }
    }
  }
}
