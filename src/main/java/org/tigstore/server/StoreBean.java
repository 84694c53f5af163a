package org.tigstore.server;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the node where there is an EJB container. The container must neither serialise calls nor
 * open a transaction for each: the store looks after its own concurrency, and an upload may take
 * longer than any transaction.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class StoreBean {
  private final WildFlyBodyLimit bodyLimit = new WildFlyBodyLimit();
  private @Nullable Node node;

  /** Starts the node; a failure keeps the application from being deployed. */
  @PostConstruct
  public void start() {
    node = Node.start();
  }

  /** Does what is due, and looks once at what the server itself refuses. */
  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  public void tick() {
    bodyLimit.warnOnceIfUnder(node().maxBlockSize());
    node().tick();
  }

  /** The running node. */
  public Node node() {
    if (node == null) {
      throw new IllegalStateException("the node is not running");
    }
    return node;
  }

  /** Stops the node. */
  @PreDestroy
  public void stop() {
    if (node != null) {
      try {
        node.close();
      } catch (IOException e) {
        // A method that the container calls must not throw checked exceptions.
        throw new UncheckedIOException(e);
      }
    }
  }
}
