package com.example.tig;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Set;

/**
 * Demands a one-time code in the header field {@code X-One-Time-Code} of each request that may
 * replace or remove something. What only reads or seals, and {@code /health}, needs none. The API
 * key is tig's own matter, and is asked for as well.
 *
 * <p>The environment variable {@code SECOND_FACTOR_SECRET} holds the secret, in hexadecimal digits.
 * Without it the application does not start.
 */
public class SecondFactorFilter extends HttpFilter {
  private static final long serialVersionUID = 1;
  private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");

  private transient OneTimeCodes codes;

  @Override
  public void init() throws ServletException {
    String secret = System.getenv("SECOND_FACTOR_SECRET");
    if (secret == null || secret.length() < 32) {
      throw new ServletException("SECOND_FACTOR_SECRET needs at least 32 hexadecimal digits");
    }
    codes = new OneTimeCodes(HexFormat.of().parseHex(secret));
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (isHarmless(request) || isRight(request.getHeader("X-One-Time-Code"))) {
      chain.doFilter(request, response);
    } else {
      response.setStatus(HttpServletResponse.SC_FORBIDDEN);
      response.setHeader("Tig-Reason", "the one-time code is missing, wrong or used up");
    }
  }

  /** Says yes only to what it knows. The path and the query are judged as they were sent. */
  private static boolean isHarmless(HttpServletRequest request) {
    String path = request.getRequestURI().substring(request.getContextPath().length());
    if (READS.contains(request.getMethod())) {
      String query = request.getQueryString();
      return query == null || !(query.contains("take") || query.contains("%"));
    }
    return path.isEmpty() || path.equals("/") || path.equals("/kv");
  }

  private boolean isRight(String code) throws ServletException {
    try {
      return code != null && codes.accept(code, System.currentTimeMillis() / 1000);
    } catch (GeneralSecurityException e) {
      throw new ServletException(e);
    }
  }
}
