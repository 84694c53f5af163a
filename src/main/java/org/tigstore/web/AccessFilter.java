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
    CrossOrigin origin = new CrossOrigin(current, Services.of(current).entrance().origins());
    exchange.tell(origin.fields(), (HttpServletResponse) response);
    if (!exchange.target().route().has(current.getMethod())) {
      exchange.answer(notAllowed(exchange.target(), current), (HttpServletResponse) response);
      return;
    }
    try {
      admit(exchange, current, origin);
    } catch (RefusedException e) {
      exchange.refuse(e, (HttpServletResponse) response);
      return;
    }
    if (current.getMethod().equals("OPTIONS")) {
      Answer answer = origin.preflight(allowed(exchange.target()), exchange.target().route());
      exchange.answer(answer, (HttpServletResponse) response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static void admit(Exchange exchange, HttpServletRequest request, CrossOrigin origin)
      throws RefusedException {
    // First: what names nothing tells nobody whether a key is right.
    refuseNothing(exchange.target(), request);
    Operation operation = exchange.operation();
    Admission admission =
        Services.of(request)
            .entrance()
            .access()
            .check(operation, () -> Callers.keys(request), new RequestIdentity(request));
    origin.check(operation, admission);
    exchange.admit(Callers.of(request, admission));
  }

  private static void refuseNothing(Target target, HttpServletRequest request)
      throws RefusedException {
    if (target.route() == Route.NOTHING) {
      throw new RefusedException(
          Operations.isWrite(request) ? Refusal.MALFORMED : Refusal.MISSING,
          "a block's path is / and 64 digits of 0-9a-f and .tig");
    }
  }

  private static Answer notAllowed(Target target, HttpServletRequest request) {
    int status = HttpServletResponse.SC_METHOD_NOT_ALLOWED;
    return ErrorAnswer.of(status, ErrorAnswer.phrase(status), RawRequest.accept(request))
        .toAnswer()
        .with(HttpHeaders.ALLOW, target.route().methods());
  }

  private static Answer allowed(Target target) {
    return Answer.of(HttpServletResponse.SC_NO_CONTENT)
        .with(HttpHeaders.ALLOW, target.route().methods());
  }
}
