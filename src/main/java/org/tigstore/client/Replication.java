package org.tigstore.client;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;

/**
 * Makes one repository have the blocks of another. Copies what is not there yet, several blocks at
 * once; it can be stopped at any moment, and another run goes on. For one thread.
 */
public final class Replication {
  /** How many blocks may be ahead of one that takes long. */
  private static final int LONGEST_LEAD = 1024;

  private final Repository source;
  private final Repository target;
  private final boolean replace;
  private final int parallel;
  private final Consumer<Result> listener;

  /** What became of a block. */
  public enum Outcome {
    /** It was copied. */
    COPIED,
    /** The target had it. */
    PRESENT,
    /** It expired, or was deleted, after it was listed. */
    GONE,
    /** The target has another value in this slot, which was not to be replaced. */
    KEPT,
    /** It could not be copied. */
    FAILED,
    /** The target had it, the source has not, and it was deleted. */
    PRUNED
  }

  /**
   * What became of one block.
   *
   * @param bytes how many were copied
   * @param reason why it failed, in words that continue its name; else empty
   */
  public record Result(BlockName name, Outcome outcome, long bytes, String reason) {
    private static Result of(BlockName name, Outcome outcome) {
      return new Result(name, outcome, 0, "");
    }
  }

  /**
   * What became of all.
   *
   * @param blocks how many had each outcome
   * @param bytes how many were copied
   */
  public record Summary(Map<Outcome, Long> blocks, long bytes) {
    /** How many blocks had this outcome. */
    public long count(Outcome outcome) {
      return blocks.getOrDefault(outcome, 0L);
    }

    /** Whether the target has every block that the source has, with the same bytes. */
    public boolean isComplete() {
      return count(Outcome.KEPT) == 0 && count(Outcome.FAILED) == 0;
    }
  }

  /**
   * From one repository to another.
   *
   * @param replace whether slots of the target get the source's values even if they have others
   * @param parallel how many blocks are copied at once
   * @param listener is told what became of each block, by the thread that runs this
   */
  public Replication(
      Repository source,
      Repository target,
      boolean replace,
      int parallel,
      Consumer<Result> listener) {
    this.source = source;
    this.target = target;
    this.replace = replace;
    this.parallel = parallel;
    this.listener = listener;
  }

  /**
   * Copies all blocks.
   *
   * @param prune whether to delete from the target what the source does not have
   * @throws IOException if no more blocks can be copied
   */
  public Summary run(boolean prune) throws IOException {
    Map<Outcome, Long> blocks = new EnumMap<>(Outcome.class);
    long[] bytes = new long[1];
    Set<BlockName> names = source.list();
    try (Pipeline<Result> pipeline =
        new Pipeline<>(
            parallel,
            LONGEST_LEAD,
            result -> {
              blocks.merge(result.outcome(), 1L, Long::sum);
              bytes[0] += result.bytes();
              listener.accept(result);
            })) {
      for (BlockName name : names) {
        pipeline.add(() -> copied(name));
      }
      if (prune) {
        for (BlockName name : target.list()) {
          if (!names.contains(name)) {
            pipeline.add(() -> pruned(name));
          }
        }
      }
      pipeline.finish();
    }
    return new Summary(blocks, bytes[0]);
  }

  private Result copied(BlockName name) throws IOException {
    try {
      Optional<BlockName> present = presentContent(name);
      // What is sealed cannot have changed.
      if (present.filter(name::equals).isPresent()) {
        return Result.of(name, Outcome.PRESENT);
      }
      Optional<BlockName> content = source.contentOf(name);
      if (content.isEmpty() || content.equals(present)) {
        return Result.of(name, content.isEmpty() ? Outcome.GONE : Outcome.PRESENT);
      }
      if (present.isPresent() && !replace) {
        return Result.of(name, Outcome.KEPT);
      }
      return stored(name, content.get());
    } catch (CopyException e) {
      return e.isGone()
          ? Result.of(name, Outcome.GONE)
          : new Result(name, Outcome.FAILED, 0, String.valueOf(e.getMessage()));
    }
  }

  /** Empty if there is something that cannot be read: it may be possible to store it again. */
  private Optional<BlockName> presentContent(BlockName name) throws IOException {
    try {
      return target.contentOf(name);
    } catch (CopyException e) {
      return Optional.empty();
    }
  }

  private Result stored(BlockName name, BlockName content) throws IOException {
    try (Content bytes = source.open(name)) {
      return target.store(name, content.equals(name), bytes, replace)
          ? new Result(name, Outcome.COPIED, bytes.length(), "")
          : Result.of(name, Outcome.KEPT);
    }
  }

  private Result pruned(BlockName name) throws IOException {
    return Result.of(name, target.delete(name) ? Outcome.PRUNED : Outcome.PRESENT);
  }
}
