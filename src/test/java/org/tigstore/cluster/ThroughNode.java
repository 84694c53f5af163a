package org.tigstore.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.tigstore.access.Admission;
import org.tigstore.access.Caller;
import org.tigstore.access.Keys;
import org.tigstore.block.Block;
import org.tigstore.block.BlockAccess;
import org.tigstore.block.BlockName;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Touch;
import org.tigstore.block.Upload;

/**
 * What callers without a key can do through a node: every call is a request of its own.
 *
 * @param cluster the node's
 */
record ThroughNode(Cluster cluster) implements BlockAccess {
  private static final Caller ANYBODY =
      new Caller(Keys.NONE, Admission.OPEN, Optional.empty(), false, false, false);

  private BlockAccess request() throws RefusedException {
    return cluster.stores(ANYBODY).named();
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
    try {
      return request().maxBlockSize();
    } catch (RefusedException e) {
      throw new UncheckedIOException(e);
    }
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
}
