package org.tigstore.protocol;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.tigstore.block.Block;
import org.tigstore.block.BlockAccess;
import org.tigstore.block.BlockName;
import org.tigstore.block.Body;
import org.tigstore.block.Condition;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Touch;
import org.tigstore.block.Upload;

/** A store that counts its open blocks and fails on request. */
final class WatchedStore implements BlockAccess {
  private final BlockAccess engine;
  private final AtomicInteger open = new AtomicInteger();
  private final Map<BlockName, Refusal> unreadable = new ConcurrentHashMap<>();
  private final Set<BlockName> broken = ConcurrentHashMap.newKeySet();
  private final Set<BlockName> possibleTargets = ConcurrentHashMap.newKeySet();

  WatchedStore(BlockAccess engine) {
    this.engine = engine;
  }

  /** The number of blocks and uploads that are open. */
  int open() {
    return open.get();
  }

  /** Makes every read of this block fail. */
  void refuse(BlockName name, Refusal refusal) {
    unreadable.put(name, refusal);
  }

  /** Makes the bytes of this block unreadable, though it opens. */
  void breakBytes(BlockName name) {
    broken.add(name);
  }

  /** Makes this block one that may be the target of a channel of that name on another node. */
  void makePossibleTarget(BlockName name) {
    possibleTargets.add(name);
  }

  @Override
  public Optional<Block> read(BlockName name, Touch touch) throws IOException {
    Refusal refusal = unreadable.get(name);
    if (refusal != null) {
      throw new RefusedException(refusal, "refused by the store");
    }
    return engine.read(name, touch).map(WatchedBlock::new);
  }

  @Override
  public long maxBlockSize() {
    return engine.maxBlockSize();
  }

  @Override
  public Upload receive(Body body) throws IOException {
    return new WatchedUpload(engine.receive(body));
  }

  @Override
  public void write(BlockName name, Body body, Condition condition) throws IOException {
    engine.write(name, body, condition);
  }

  @Override
  public void append(BlockName name, Body body, Condition condition) throws IOException {
    engine.append(name, body, condition);
  }

  @Override
  public void delete(BlockName name, Condition condition) throws IOException {
    engine.delete(name, condition);
  }

  @Override
  public Optional<Block> take(BlockName name, Condition condition) throws IOException {
    return engine.take(name, condition).map(WatchedBlock::new);
  }

  private final class WatchedBlock implements Block {
    private final Block block;
    private boolean closed;

    WatchedBlock(Block block) {
      this.block = block;
      open.incrementAndGet();
    }

    @Override
    public BlockName name() {
      return block.name();
    }

    @Override
    public Optional<BlockName> contentName() {
      return block.contentName();
    }

    @Override
    public Instant lastTouched() {
      return block.lastTouched();
    }

    @Override
    public boolean mayBeTarget() {
      return possibleTargets.contains(name());
    }

    @Override
    public long length() {
      return block.length();
    }

    @Override
    public InputStream bytes(long offset, long length) throws IOException {
      if (closed || broken.contains(name())) {
        throw new IOException("the bytes cannot be read");
      }
      return block.bytes(offset, length);
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        open.decrementAndGet();
        block.close();
      }
    }
  }

  private final class WatchedUpload implements Upload {
    private final Upload upload;

    WatchedUpload(Upload upload) {
      this.upload = upload;
      open.incrementAndGet();
    }

    @Override
    public BlockName contentName() {
      return upload.contentName();
    }

    @Override
    public long length() {
      return upload.length();
    }

    @Override
    public InputStream bytes(long offset, long length) throws IOException {
      return upload.bytes(offset, length);
    }

    @Override
    public void seal() throws IOException {
      upload.seal();
    }

    @Override
    public void sealUnlessTaken() throws IOException {
      upload.sealUnlessTaken();
    }

    @Override
    public void close() throws IOException {
      open.decrementAndGet();
      upload.close();
    }
  }
}
