package org.tigstore.command;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.tigstore.block.BlockName;
import org.tigstore.client.BlockAddress;
import org.tigstore.client.Reachable;
import org.tigstore.client.ServerException;
import org.tigstore.client.TigServer;
import org.tigstore.client.Workers;

/**
 * Does something with all blocks that addresses stand for, and reports what is not as it should.
 */
abstract class Inspection {
  private static final int AT_ONCE = 16;
  private static final int STORE_FAILED = 500;

  private final Output output;
  private final AtomicLong blocks = new AtomicLong();
  private final Set<BlockName> gone = ConcurrentHashMap.newKeySet();
  private final Set<BlockName> damaged = ConcurrentHashMap.newKeySet();

  Inspection(Output output) {
    this.output = output;
  }

  /**
   * Deals with one block.
   *
   * @throws IOException if it cannot; {@link ServerException} may say that the block is not there
   */
  abstract void handle(TigServer server, BlockName name) throws IOException;

  /** Deals with an index and all blocks that it names, or returns false if it cannot. */
  boolean handleAll(TigServer server, BlockName index) throws IOException {
    return false;
  }

  /**
   * Deals with all blocks that this address stands for, or reports them.
   *
   * @throws IOException if some can be neither
   */
  final void visit(TigServer server, BlockAddress root) throws IOException {
    try (Workers workers = new Workers(AT_ONCE)) {
      new Reachable(server, new Visit(server, root, workers)).visit(root);
      workers.finish();
    }
  }

  private final class Visit implements Reachable.Visitor {
    private final TigServer server;
    private final BlockAddress root;
    private final Workers workers;

    Visit(TigServer server, BlockAddress root, Workers workers) {
      this.server = server;
      this.root = root;
      this.workers = workers;
    }

    @Override
    public void block(BlockName name) throws IOException {
      workers.run(
          () -> {
            try {
              handle(server, name);
              blocks.incrementAndGet();
            } catch (ServerException e) {
              unreadable(name, e);
            }
          });
    }

    @Override
    public boolean index(BlockName name) throws IOException {
      if (handleAll(server, name)) {
        blocks.incrementAndGet();
        return true;
      }
      block(name);
      return false;
    }

    @Override
    public void unreadable(BlockName name, IOException failure) throws IOException {
      if (failure instanceof ServerException e && e.isMissing()) {
        report(gone, "gone", name, failure);
      } else if (failure instanceof ServerException e
          && !e.isAnswered()
          && e.status() != STORE_FAILED) {
        throw failure;
      } else {
        report(damaged, "damaged", name, failure);
      }
    }

    private void report(Set<BlockName> reported, String state, BlockName name, IOException why)
        throws IOException {
      if (!reported.add(name)) {
        return;
      }
      String path = "/" + name;
      String where = name.equals(root.name()) ? "" : ", of " + root;
      output.note(path + " is " + state + where + ": " + TigCommand.sentence(why));
      output.result(path, Output.fields("path", path, "state", state, "of", root.toString()));
    }
  }

  /** Whether this block is not there any more. */
  final boolean isGone(BlockName name) {
    return gone.contains(name);
  }

  /**
   * Sums up.
   *
   * @param done what was done with the blocks, as a participle
   * @return the exit code
   */
  final int summary(String done) throws IOException {
    int problems = gone.size() + damaged.size();
    output.note(
        done
            + " "
            + blocks
            + " blocks or indexes; "
            + gone.size()
            + " gone, "
            + damaged.size()
            + " damaged");
    if (output.isJson()) {
      output.result(
          "", Output.fields(done, blocks.get(), "gone", gone.size(), "damaged", damaged.size()));
    }
    return problems == 0 ? TigCommand.DONE : TigCommand.PARTLY;
  }
}
