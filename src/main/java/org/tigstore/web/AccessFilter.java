package org.tigstore.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import org.tigstore.access.Admission;
import org.tigstore.access.Caller;
import org.tigstore.access.Operation;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * The one door: tells what a request asks for, and lets it in if the caller may do that. Whatever
 * authenticates callers stands in front of it. What is let in names something that exists, by a
 * method that it has.
 */
public class AccessFilter implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest current = (HttpServletRequest) request;
    Exchange exchange = Exchange.of(current);
    if (!exchange.target().route().has(current.getMethod())) {
      exchange.answer(notAllowed(exchange.target(), current), (HttpServletResponse) response);
      return;
    }
    try {
      admit(exchange, current, Services.of(current));
    } catch (RefusedException e) {
      exchange.refuse(e, (HttpServletResponse) response);
      return;
    }
    if (current.getMethod().equals("OPTIONS")) {
      exchange.answer(allowed(exchange.target()), (HttpServletResponse) response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static void admit(Exchange exchange, HttpServletRequest request, Services services)
      throws RefusedException {
    Operation operation = Operations.of(request, exchange.target());
    exchange.asksFor(operation);
    Admission admission =
        services
            .access()
            .check(operation, () -> Callers.keys(request), new RequestIdentity(request));
    refuseNothing(exchange.target(), request);
    Caller caller = Callers.of(request, admission);
    exchange.admit(caller);
  }

  private static void refuseNothing(Target target, HttpServletRequest request)
      throws RefusedException {
    if (target.route() == Route.NOTHING) {
      boolean write = request.getMethod().equals("PUT") || request.getMethod().equals("POST");
      throw new RefusedException(
          write ? Refusal.MALFORMED : Refusal.MISSING,
          "a block's path is / and 64 digits of 0-9a-f and .tig");
    }
  }

  private static Answer notAllowed(Target target, HttpServletRequest request) {
    int status = HttpServletResponse.SC_METHOD_NOT_ALLOWED;
    return ErrorAnswer.of(status, ErrorAnswer.phrase(status), request.getHeader(HttpHeaders.ACCEPT))
        .toAnswer()
        .with(HttpHeaders.ALLOW, target.route().methods());
  }

  private static Answer allowed(Target target) {
    return Answer.of(HttpServletResponse.SC_NO_CONTENT)
        .with(HttpHeaders.ALLOW, target.route().methods());
  }
}
