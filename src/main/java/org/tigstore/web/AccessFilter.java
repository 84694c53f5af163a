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
import java.util.function.Supplier;
import org.tigstore.access.Admission;
import org.tigstore.access.Keys;
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
      notAllowed(exchange.target(), current).send((HttpServletResponse) response);
      return;
    }
    try {
      admit(exchange, current, origin);
    } catch (RefusedException e) {
      exchange.refuse(e, (HttpServletResponse) response);
      return;
    }
    if (current.getMethod().equals("OPTIONS")) {
      origin
          .preflight(allowed(exchange.target()), exchange.target().route())
          .send((HttpServletResponse) response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static void admit(Exchange exchange, HttpServletRequest request, CrossOrigin origin)
      throws RefusedException {
    // First: what names nothing tells nobody whether a key is right.
    refuseNothing(exchange.target(), request);
    Operation operation = exchange.operation();
    Admission admission = admission(operation, request);
    origin.check(operation, admission);
    exchange.admit(Callers.of(request, admission));
    exchange.checkMisses();
  }

  /** What lets this request in; a key that its network may not try, right or wrong, does not. */
  private static Admission admission(Operation operation, HttpServletRequest request)
      throws RefusedException {
    Services.Entrance entrance = Services.of(request).entrance();
    Supplier<Keys> keys = () -> Callers.keys(request);
    Admission admission;
    try {
      admission = entrance.access().check(operation, keys, new RequestIdentity(request));
    } catch (RefusedException e) {
      if (e.refusal() == Refusal.KEY_REQUIRED && !keys.get().all().isEmpty()) {
        entrance.wrongKeys().count(request.getRemoteAddr());
      }
      throw e;
    }
    if (admission == Admission.BY_KEY) {
      entrance.wrongKeys().check(request.getRemoteAddr());
    }
    return admission;
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
