package org.tigstore.web;

import static java.lang.System.Logger.Level.WARNING;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.tigstore.block.Refusal;

/**
 * Lets running requests end before the application does, for up to five seconds, on servers that
 * end filters before servlets and beans; new ones are answered with 503. Such servers would cut
 * requests off, and a JAX-RS runtime that is stopped beneath a request stays in memory with its
 * thread. Elsewhere the server's own way of stopping counts.
 */
public class DrainFilter implements Filter {
  private static final System.Logger LOG = System.getLogger(DrainFilter.class.getName());

  /** Less than the time for which the application's successor waits for the directory. */
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(5);

  private static final int MOST_REQUESTS = Integer.MAX_VALUE;

  private final Duration longestDrain;
  private final Semaphore places = new Semaphore(MOST_REQUESTS);
  private volatile boolean draining;

  /** For the container. */
  public DrainFilter() {
    this(LONGEST_DRAIN);
  }

  /** Waits no longer than this for running requests. */
  DrainFilter(Duration longestDrain) {
    this.longestDrain = longestDrain;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (draining || !places.tryAcquire()) {
      refuse((HttpServletRequest) request, (HttpServletResponse) response);
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      places.release();
    }
  }

  private static void refuse(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ErrorAnswer.of(
            ErrorAnswer.statusOf(Refusal.CLOSED),
            "the application is stopping",
            request.getHeader("Accept"))
        .toAnswer()
        .send(response);
  }

  @Override
  public void destroy() {
    draining = true;
    try {
      if (!places.tryAcquire(MOST_REQUESTS, longestDrain.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.log(WARNING, "requests that took too long are cut off");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
