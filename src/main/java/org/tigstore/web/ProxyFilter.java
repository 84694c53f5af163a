package org.tigstore.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.tigstore.access.Proxies;

/** Takes a proxy's word for whom it asks, if the proxy is one that is believed. */
public class ProxyFilter implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest current = (HttpServletRequest) request;
    Proxies proxies = Services.of(current).entrance().proxies();
    boolean believed = proxies.believe(current.getRemoteAddr());
    chain.doFilter(believed ? new ProxiedRequest(current, proxies) : request, response);
  }
}
