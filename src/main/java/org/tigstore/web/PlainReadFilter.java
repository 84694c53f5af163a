package org.tigstore.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Answers the commonest request, GET or HEAD of a block without parameters, in front of the JAX-RS
 * runtime, whose own work would take longer than everything else. Only the way is another: what is
 * answered comes from where {@link BlockResource} has it.
 */
public class PlainReadFilter implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest current = (HttpServletRequest) request;
    if (isPlainRead(current)) {
      send(answer(current), current, (HttpServletResponse) response);
    } else {
      chain.doFilter(request, response);
    }
  }

  private static boolean isPlainRead(HttpServletRequest request) {
    String method = request.getMethod();
    return (method.equals("GET") || method.equals("HEAD"))
        && RawRequest.query(request).isEmpty()
        && Exchange.of(request).target().route() == Route.BLOCK;
  }

  private static Answer answer(HttpServletRequest request) {
    try {
      BlockReading reading = new BlockReading(request, Services.of(request));
      return request.getMethod().equals("GET") ? reading.get() : reading.head();
    } catch (IOException | RuntimeException e) {
      return Exchange.of(request).answerTo(e);
    }
  }

  /** Sends the answer, or in its place what kept it from being begun. */
  private static void send(Answer answer, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      answer.send(response);
    } catch (IOException | RuntimeException e) {
      if (response.isCommitted()) {
        throw e;
      }
      Exchange exchange = Exchange.of(request);
      exchange.reset(response);
      exchange.answerTo(e).send(response);
    }
  }
}
