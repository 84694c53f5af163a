package org.tigstore.web;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tigstore.access.AccessPolicy;
import org.tigstore.access.Admission;
import org.tigstore.access.Caller;
import org.tigstore.access.FailureThrottle;
import org.tigstore.access.Operation;
import org.tigstore.access.Proxies;
import org.tigstore.access.RequestLimits;
import org.tigstore.block.BlockName;
import org.tigstore.block.Listing;
import org.tigstore.block.RefusedException;
import org.tigstore.protocol.RequestStores;

/**
 * What requests are answered with. The gate finds it in the servlet context, which every container
 * has, and not by injection, which each does its own way.
 *
 * @param nodes this node, and those that it knows
 * @param rules who may do what, and how much of it at once
 * @param observer is told what came of each request
 * @param monitor tells of this node
 * @param retention how long an untouched block lives; zero for ever
 * @param fastPath whether the commonest requests bypass the JAX-RS runtime
 * @param page whether there is the page for people
 */
public record Services(
    Nodes nodes,
    AccessRules rules,
    Observer observer,
    Monitor monitor,
    Duration retention,
    boolean fastPath,
    boolean page) {
  private static final String ATTRIBUTE = Services.class.getName();

  /** This node, and those that it knows. Safe for any number of threads. */
  public interface Nodes {
    /**
     * The stores in which a request of this caller looks for blocks.
     *
     * @throws RefusedException if the request makes no sense
     */
    RequestStores stores(Caller caller) throws RefusedException;

    /**
     * This node's blocks, last touched first.
     *
     * @param all whether the blocks of every other node follow
     * @throws RefusedException if one of them fails to list its blocks
     */
    Listing list(Caller caller, boolean all) throws IOException;

    /** Whether a request from this address comes from another node. */
    boolean isPeer(String address);

    /** Why this node is not ready for requests, in one line for callers; empty if it is. */
    Optional<String> notReady();
  }

  /** Version, figures and status of this node. Safe for any number of threads. */
  public interface Monitor {
    /** The version, such as {@code 1.0.0}. */
    String version();

    /** The node's figures, in version 0.0.4 of the text format of Prometheus. */
    String metrics();

    /** The node's version, settings without secrets, and the other nodes it knows, in JSON. */
    String status();
  }

  /**
   * Who may do what, and how much of it at once.
   *
   * @param proxies the proxies that are trusted
   * @param limits how much may be asked for at once
   * @param access decides who may do what
   * @param hosts the names of this host that callers may use; empty: any
   * @param origins the web origins whose pages may use this node
   * @param wrongKeys limits wrong keys
   * @param misses limits misses
   */
  public record AccessRules(
      Proxies proxies,
      RequestLimits limits,
      AccessPolicy access,
      List<String> hosts,
      List<String> origins,
      FailureThrottle wrongKeys,
      FailureThrottle misses) {
    /** A copy of the list, so that the value is immutable. */
    public AccessRules {
      hosts = List.copyOf(hosts);
      origins = List.copyOf(origins);
    }
  }

  /** Receives the outcome of each request. Safe for any number of threads, and returns soon. */
  @FunctionalInterface
  public interface Observer {
    /** A request has been answered, or has failed. */
    void ended(Outcome outcome);

    /** Reports to this one first, and then to the other. */
    default Observer andThen(Observer next) {
      return outcome -> {
        ended(outcome);
        next.ended(outcome);
      };
    }
  }

  /**
   * The outcome of a request.
   *
   * @param operation what was asked for
   * @param method the request's method
   * @param name the block that was asked for, or made
   * @param principal the caller's name, if the container knows it
   * @param address the caller's
   * @param admission what the caller was let in by; empty if it was not
   * @param status the answer's
   * @param complete whether the answer was given whole
   * @param refused why the request was refused, if it was
   * @param received how many bytes of a body came
   * @param sent how many bytes of blocks went
   * @param nanos how long it took
   */
  public record Outcome(
      Operation operation,
      String method,
      Optional<BlockName> name,
      Supplier<Optional<String>> principal,
      String address,
      Optional<Admission> admission,
      int status,
      boolean complete,
      Optional<RefusedException> refused,
      long received,
      long sent,
      long nanos) {}

  /** Hands these services to the application's resources. */
  public void publish(ServletContext context) {
    context.setAttribute(ATTRIBUTE, this);
  }

  /**
   * The services of this application.
   *
   * @throws IllegalStateException if it was not started
   */
  public static Services in(ServletContext context) {
    if (context.getAttribute(ATTRIBUTE) instanceof Services services) {
      return services;
    }
    throw new IllegalStateException("the application was not started");
  }
}
