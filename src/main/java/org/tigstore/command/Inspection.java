package org.tigstore.command;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
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
  private final Map<BlockName, State> reported = new ConcurrentHashMap<>();

  private enum State {
    GONE,
    DAMAGED;

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

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
        report(State.GONE, name, failure);
      } else if (failure instanceof ServerException e
          && !e.isAnswered()
          && e.status() != STORE_FAILED) {
        throw failure;
      } else {
        report(State.DAMAGED, name, failure);
      }
    }

    /** A damaged block is gone for those who read it next. */
    private void report(State state, BlockName name, IOException why) throws IOException {
      if (reported.putIfAbsent(name, state) != null) {
        return;
      }
      String path = "/" + name;
      String where = name.equals(root.name()) ? "" : ", of " + root;
      output.note(path + " is " + state.label() + where + ": " + TigCommand.sentence(why));
      output.result(
          path, Output.fields("path", path, "state", state.label(), "of", root.toString()));
    }
  }

  /** Whether this block is not there any more. */
  final boolean isGone(BlockName name) {
    return reported.get(name) == State.GONE;
  }

  /**
   * Sums up.
   *
   * @param done what was done with the blocks, as a participle
   * @return the exit code
   */
  final int summary(String done) throws IOException {
    long gone = reported.values().stream().filter(State.GONE::equals).count();
    long damaged = reported.size() - gone;
    output.note(
        done + " " + blocks + " blocks or indexes; " + gone + " gone, " + damaged + " damaged");
    if (output.isJson()) {
      output.result("", Output.fields(done, blocks.get(), "gone", gone, "damaged", damaged));
    }
    return reported.isEmpty() ? TigCommand.DONE : TigCommand.PARTLY;
  }
}
