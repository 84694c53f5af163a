package org.tigstore.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/**
 * Keeps JAX-RS runtimes from making more of a request than it says, and servers from putting
 * anything, such as the page of an error, behind an answer that has begun.
 */
public class RawRequestFilter implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (response.isCommitted()) {
      return;
    }
    chain.doFilter(new RawRequest((HttpServletRequest) request), response);
  }
}
