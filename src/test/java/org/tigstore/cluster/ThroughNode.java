package org.tigstore.cluster;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import org.tigstore.access.Admission;
import org.tigstore.access.Caller;
import org.tigstore.access.Keys;
import org.tigstore.block.Block;
import org.tigstore.block.BlockAccess;
import org.tigstore.block.BlockName;
import org.tigstore.block.BlockStore;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;
import org.tigstore.block.RefusedException;
import org.tigstore.block.StoreFigures;
import org.tigstore.block.Touch;
import org.tigstore.block.Upload;

/**
 * What callers without a key see of a store through a node that has nothing itself: every call is a
 * request of its own. What no request does happens to the store itself.
 *
 * @param cluster the node's
 * @param behind the store of its only peer
 */
record ThroughNode(Cluster cluster, BlockStore behind) implements BlockStore {
  private static final Caller ANYBODY =
      new Caller(Keys.NONE, Admission.OPEN, Optional.empty(), false, false, false);

  private BlockAccess request() throws RefusedException {
    return cluster.reach(ANYBODY).named();
  }

  @Override
  public Optional<Block> read(BlockName name, Touch touch) throws IOException {
    return request().read(name, touch);
  }

  @Override
  public Optional<Block> readAgain(BlockName name) throws IOException {
    return request().readAgain(name);
  }

  @Override
  public long maxBlockSize() {
    return behind.maxBlockSize();
  }

  @Override
  public Upload receive(Body body) throws IOException {
    return request().receive(body);
  }

  @Override
  public void write(BlockName name, Body body, Condition condition) throws IOException {
    request().write(name, body, condition);
  }

  @Override
  public void append(BlockName name, Body body, Condition condition) throws IOException {
    request().append(name, body, condition);
  }

  @Override
  public void delete(BlockName name, Condition condition) throws IOException {
    request().delete(name, condition);
  }

  @Override
  public Optional<Block> take(BlockName name, Condition condition) throws IOException {
    return request().take(name, condition);
  }

  @Override
  public Iterator<BlockName> newestFirst() throws IOException {
    return behind.newestFirst();
  }

  @Override
  public boolean giveAway(BlockName name, Recipient recipient) throws IOException {
    return behind.giveAway(name, recipient);
  }

  @Override
  public long expire(Instant untouchedSince) throws IOException {
    return behind.expire(untouchedSince);
  }

  @Override
  public StoreFigures figures() {
    return behind.figures();
  }

  @Override
  public void recount() throws IOException {
    behind.recount();
  }

  @Override
  public void scrub(Duration period) throws IOException {
    behind.scrub(period);
  }

  @Override
  public void checkUsable() throws IOException {
    behind.checkUsable();
  }

  @Override
  public void close() throws IOException {
    cluster.close();
    behind.close();
  }
}
