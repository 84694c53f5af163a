package org.tigstore.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Keeps the container's own error pages out of answers: it stands in front of whatever the
 * descriptor's error page leads to, as some JAX-RS runtimes would answer there too.
 */
public class ErrorPageFilter implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException {
    if (response.isCommitted()) {
      return;
    }
    Object attribute = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    int status = attribute instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND;
    String accept = ((HttpServletRequest) request).getHeader("Accept");
    ErrorAnswer.of(status, ErrorAnswer.phrase(status), accept)
        .send((HttpServletResponse) response, new Progress());
  }
}
