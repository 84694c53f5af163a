package org.tigstore.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * Turns away requests that are addressed to another host than this one's names: a page that lets
 * its own name lead here (DNS rebinding) is of the same origin for a browser. Who asks whether the
 * node is well may do so by any name, and so may nodes, which go by addresses.
 */
public class HostFilter implements Filter {
  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest current = (HttpServletRequest) request;
    Exchange exchange = Exchange.of(current);
    List<String> hosts = Services.of(current).entrance().hosts();
    if (hosts.isEmpty()
        || hosts.contains(host(current.getHeader("Host")))
        || exchange.target().route() == Route.PROBE
        || exchange.isOfPeer()) {
      chain.doFilter(request, response);
    } else {
      exchange.refuse(
          new RefusedException(Refusal.WRONG_HOST, "this is not the host that is asked"),
          (HttpServletResponse) response);
    }
  }

  /** Without the port (RFC 9110, section 7.2). */
  private static String host(@Nullable String field) {
    String host = field == null ? "" : field.strip().toLowerCase(Locale.ROOT);
    return host.replaceFirst(":\\d*$", "");
  }
}
