package org.tigstore.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.tigstore.access.AccessPolicy;
import org.tigstore.access.Caller;
import org.tigstore.block.Listing;
import org.tigstore.block.RefusedException;
import org.tigstore.protocol.Reach;
import org.tigstore.protocol.Reads;
import org.tigstore.protocol.Writes;

/**
 * What the resources work with. It reaches them through the servlet context, which every container
 * has, and not by injection, which each does its own way.
 *
 * @param nodes this node, and those that it knows
 * @param access decides who may do what
 * @param retention how long an untouched block lives; zero for ever
 */
public record Services(Nodes nodes, AccessPolicy access, Duration retention) {
  private static final String ATTRIBUTE = Services.class.getName();

  /** This node, and those that it knows. Safe for any number of threads. */
  public interface Nodes {
    /**
     * The blocks that a caller's request can reach.
     *
     * @throws RefusedException if there is no sense in this request
     */
    Reach reach(Caller caller) throws RefusedException;

    /**
     * What this node has, last touched first.
     *
     * @param all whether what each of the others has is to follow
     * @throws RefusedException if one of them does not say so
     */
    Listing list(Caller caller, boolean all) throws IOException;

    /**
     * Why callers had better not come to this node, in one line for them; empty if they may come.
     */
    Optional<String> notReady();
  }

  /** Reads what this request can reach. */
  Reads reads(HttpServletRequest request) throws RefusedException {
    return new Reads(nodes.reach(Callers.of(request)));
  }

  /** Changes what this request can reach. */
  Writes writes(HttpServletRequest request) throws RefusedException {
    return new Writes(nodes.reach(Callers.of(request)));
  }

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
