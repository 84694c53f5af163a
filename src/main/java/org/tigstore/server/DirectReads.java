package org.tigstore.server;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
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
 * The store of an EJB container, whose blocks are read without the container: its part of a call is
 * more than a twentieth of a read of 4 KiB ({@code src/bench/ejb}).
 *
 * @param reads reads the blocks
 * @param store does everything else
 */
record DirectReads(BlockReader reads, BlockStore store) implements BlockStore {
  @Override
  public Optional<Block> read(BlockName name, Touch touch) throws IOException {
    return reads.read(name, touch);
  }

  @Override
  public Optional<Block> readAgain(BlockName name) throws IOException {
    return reads.readAgain(name);
  }

  @Override
  public long maxBlockSize() {
    return store.maxBlockSize();
  }

  @Override
  public Upload receive(Body body) throws IOException {
    return store.receive(body);
  }

  @Override
  public void write(BlockName name, Body body, Condition condition) throws IOException {
    store.write(name, body, condition);
  }

  @Override
  public void append(BlockName name, Body body, Condition condition) throws IOException {
    store.append(name, body, condition);
  }

  @Override
  public void delete(BlockName name, Condition condition) throws IOException {
    store.delete(name, condition);
  }

  @Override
  public Optional<Block> take(BlockName name, Condition condition) throws IOException {
    return store.take(name, condition);
  }

  @Override
  public Iterator<BlockName> newestFirst() throws IOException {
    return store.newestFirst();
  }

  @Override
  public boolean giveAway(BlockName name, Recipient recipient) throws IOException {
    return store.giveAway(name, recipient);
  }

  @Override
  public long expire(Instant untouchedSince) throws IOException {
    return store.expire(untouchedSince);
  }

  @Override
  public StoreFigures figures() {
    return store.figures();
  }

  @Override
  public void recount() throws IOException {
    store.recount();
  }

  @Override
  public void scrub(Duration period) throws IOException {
    store.scrub(period);
  }

  @Override
  public void checkUsable() throws IOException {
    store.checkUsable();
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
