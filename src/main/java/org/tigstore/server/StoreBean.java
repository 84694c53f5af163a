package org.tigstore.server;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockReader;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;
import org.tigstore.block.StoreFigures;
import org.tigstore.block.Touch;
import org.tigstore.block.Upload;

/**
 * The store. In an EJB container every change reaches it through the container, whose console
 * counts the calls, and reads do not ({@link DirectReads}). The container must neither serialise
 * calls nor open a transaction for each: the store does its own locking, and an upload may take
 * longer than any transaction.
 */
@Singleton
@Startup
@Local(StoreService.class)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class StoreBean implements StoreService {
  private @Nullable Settings settings;
  private @Nullable BlockStore store;
  private volatile @Nullable Runnable sweep;

  /** Opens the store; a failure keeps the application from being deployed. */
  @PostConstruct
  public void open() {
    Settings read = Node.readSettings();
    settings = read;
    store = Node.openStore(read);
  }

  /** Asks for a sweep; long work is not for the timer's own thread. */
  @Schedule(hour = "*", minute = "*", persistent = false)
  public void sweep() {
    Runnable attached = sweep;
    if (attached != null) {
      attached.run();
    }
  }

  @Override
  public Settings settings() {
    return opened(settings);
  }

  @Override
  public BlockReader directly() {
    return store();
  }

  @Override
  public void onTimer(Runnable newSweep) {
    sweep = newSweep;
  }

  private BlockStore store() {
    return opened(store);
  }

  private static <T> T opened(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the store is not open");
    }
    return part;
  }

  @Override
  public Optional<Block> read(BlockName name, Touch touch) throws IOException {
    return store().read(name, touch);
  }

  @Override
  public Optional<Block> readAgain(BlockName name) throws IOException {
    return store().readAgain(name);
  }

  @Override
  public long maxBlockSize() {
    return store().maxBlockSize();
  }

  @Override
  public Upload receive(Body body) throws IOException {
    return store().receive(body);
  }

  @Override
  public void write(BlockName name, Body body, Condition condition) throws IOException {
    store().write(name, body, condition);
  }

  @Override
  public void append(BlockName name, Body body, Condition condition) throws IOException {
    store().append(name, body, condition);
  }

  @Override
  public void delete(BlockName name, Condition condition) throws IOException {
    store().delete(name, condition);
  }

  @Override
  public Optional<Block> take(BlockName name, Condition condition) throws IOException {
    return store().take(name, condition);
  }

  @Override
  public Iterator<BlockName> newestFirst() throws IOException {
    return store().newestFirst();
  }

  @Override
  public boolean giveAway(BlockName name, Recipient recipient) throws IOException {
    return store().giveAway(name, recipient);
  }

  @Override
  public long expire(Instant untouchedSince) throws IOException {
    return store().expire(untouchedSince);
  }

  @Override
  public StoreFigures figures() {
    return store().figures();
  }

  @Override
  public void recount() throws IOException {
    store().recount();
  }

  @Override
  public void scrub(Duration period) throws IOException {
    store().scrub(period);
  }

  @Override
  public void checkUsable() throws IOException {
    store().checkUsable();
  }

  /** Closes the store; a method that the container calls must not throw checked exceptions. */
  @Override
  @PreDestroy
  public void close() {
    try {
      store().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
