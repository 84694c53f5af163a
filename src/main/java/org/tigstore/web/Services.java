package org.tigstore.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.tigstore.access.AccessPolicy;
import org.tigstore.block.BlockLister;
import org.tigstore.protocol.Reads;
import org.tigstore.protocol.Writes;

/**
 * What the resources work with. It reaches them through the servlet context, which every container
 * has, and not by injection, which each does its own way.
 *
 * @param reads reads blocks
 * @param writes changes blocks
 * @param lister lists blocks
 * @param access decides who may do what
 * @param retention how long an untouched block lives; zero for ever
 */
public record Services(
    Reads reads, Writes writes, BlockLister lister, AccessPolicy access, Duration retention) {
  private static final String ATTRIBUTE = Services.class.getName();

  /** Hands these services to the application's resources. */
  public void publish(ServletContext context) {
    context.setAttribute(ATTRIBUTE, this);
  }

  /** The services of the application that this request came to. */
  static Services of(HttpServletRequest request) {
    if (request.getServletContext().getAttribute(ATTRIBUTE) instanceof Services services) {
      return services;
    }
    throw new IllegalStateException("the application was not started");
  }
}
