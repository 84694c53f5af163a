package org.tigstore.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.IoRunnable;
import org.tigstore.block.Sha256;

/**
 * Stores what is in a directory, and sends only what the server does not have. Takes memory for
 * some chunks and for a window of the files, not for the whole directory. The same content gives
 * the same hash.
 */
public final class Commit {
  /** How often a file is read that changes meanwhile. */
  private static final int READINGS = 3;

  /** How much one task has, so that small files cost few switches between threads. */
  private static final int TASK_FILES = 16;

  private static final long TASK_BYTES = 1024 * 1024;

  /** How many files may be on their way. */
  private static final int WINDOW = 1024;

  /** A batch ends where the content says so, within limits: most batches outlive a change. */
  private static final int BATCH_MASK = 0x7f;

  private static final int LEAST_BATCH_FILES = 32;
  private static final int MOST_BATCH_FILES = 512;
  private static final long MOST_BATCH_BYTES = 16 * 1024 * 1024;

  /** How often everything is touched before anything could expire. */
  private static final int TOUCHES_PER_RETENTION = 4;

  private final TigServer server;
  private final int threads;
  private final Consumer<String> notices;
  private final LongConsumer progress;

  /**
   * What was stored.
   *
   * @param commit the name of the manifest's index
   * @param files how many there are
   * @param bytes how many these have
   * @param sentBlocks how many blocks the server did not have
   * @param sentBytes how many bytes these have
   * @param problems how many files were left out or changed whenever they were read
   */
  public record Result(
      BlockName commit, long files, long bytes, long sentBlocks, long sentBytes, long problems) {}

  /**
   * Commits to this server.
   *
   * @param threads how many requests are made at once
   * @param notices is told in a line of each file that is not stored as it is; called by any thread
   * @param progress is told how many more bytes of files are stored
   */
  public Commit(TigServer server, int threads, Consumer<String> notices, LongConsumer progress) {
    this.server = server;
    this.threads = threads;
    this.notices = notices;
    this.progress = progress;
  }

  /**
   * Stores what is in this directory.
   *
   * @param caches the directory in which it is remembered what was read; made if it is missing
   * @throws IOException if the directory cannot be read, or the server refuses
   */
  public Result run(Path directory, Path caches) throws IOException {
    Sending sending = new Sending(server);
    for (boolean trusting : new boolean[] {true, false}) {
      try (Pass pass = new Pass(directory, caches, sending, trusting)) {
        Optional<Result> result = pass.run();
        if (result.isPresent()) {
          return result.get();
        }
      }
    }
    throw new IOException(server.address() + " loses blocks while others are sent");
  }

  /** Something that has its place in the manifest. */
  private static final class Pending {
    final Tree.Node node;

    /** A file's content; empty if it cannot be read. */
    final CompletableFuture<Optional<Stored>> stored = new CompletableFuture<>();

    Pending(Tree.Node node) {
      this.node = node;
    }

    boolean isContent() {
      return node.state().kind() == Tree.Kind.FILE && node.first().isEmpty();
    }
  }

  /**
   * A file's content.
   *
   * @param state of the file when it was read
   * @param size in bytes, as it was read
   * @param known whether it was not read, because the cache knows it
   * @param torn whether the file changed each time that it was read
   */
  private record Stored(
      Manifest.Location location, Tree.State state, long size, boolean known, boolean torn) {
    Manifest.Entry entry(String name) {
      return new Manifest.Entry(
          Manifest.Type.FILE, state.mode(), state.modified(), size, name, location.toString());
    }
  }

  /** The blocks of files that follow each other in the manifest. */
  private static final class Batch {
    final List<BlockName> blocks = new ArrayList<>();
    long bytes;
    boolean known;

    void add(Stored stored) {
      blocks.add(stored.location().name());
      bytes += stored.size();
      known |= stored.known();
    }

    boolean endsWith(BlockName last) {
      return blocks.size() >= MOST_BATCH_FILES
          || bytes >= MOST_BATCH_BYTES
          || (blocks.size() >= LEAST_BATCH_FILES && (last.word(0) & BATCH_MASK) == 0);
    }
  }

  private static byte[] index(List<BlockName> names) {
    StringBuilder lines = new StringBuilder(names.size() * (BlockName.LENGTH + 2));
    names.forEach(name -> lines.append('/').append(name).append('\n'));
    return lines.toString().getBytes(US_ASCII);
  }

  /** A walk through the directory. */
  private final class Pass implements AutoCloseable {
    private final Sending sending;

    /** Whether the server is believed to have what the cache knows, until it says otherwise. */
    private final boolean trusting;

    private final Problems problems = new Problems(notices);
    private final Tree tree;
    private final CommitCache cache;
    private final Path spool;
    private final BufferedWriter manifest;
    private final Workers workers = new Workers(threads);
    private final FastCdc chunker = new FastCdc();
    private final Deque<Pending> window = new ArrayDeque<>();
    private final List<Pending> gathered = new ArrayList<>();
    private long gatheredBytes;

    /** What the server has, by the indexes of batches and of files. */
    private final List<BlockName> indexes = Collections.synchronizedList(new ArrayList<>());

    private Batch batch = new Batch();
    private long files;
    private long bytes;
    private long lastTouch = System.nanoTime();
    private volatile Optional<Duration> retention = Optional.empty();

    /** Whether the server does not have what the cache knows. */
    private volatile boolean expired;

    Pass(Path directory, Path caches, Sending sending, boolean trusting) throws IOException {
      this.sending = sending;
      this.trusting = trusting;
      this.tree = new Tree(directory, problems);
      this.cache = new CommitCache(caches, directory);
      this.spool = Files.createTempFile("tig-manifest-", "");
      this.manifest = Files.newBufferedWriter(spool, US_ASCII);
    }

    /** Returns nothing if the server does not have what the cache knows. */
    Optional<Result> run() throws IOException {
      manifest.append(Manifest.HEADER);
      Optional<Tree.Node> node = tree.next();
      while (node.isPresent() && !expired) {
        add(new Pending(node.get()));
        while (!window.isEmpty() && (window.size() > WINDOW || window.element().stored.isDone())) {
          write();
        }
        touchInTime();
        node = tree.next();
      }
      while (!window.isEmpty()) {
        write();
      }
      endBatch();
      BlockName commit = storeManifest();
      touchInTime();
      workers.finish();
      if (expired) {
        return Optional.empty();
      }
      cache.complete();
      return Optional.of(
          new Result(commit, files, bytes, sending.blocks(), sending.bytes(), problems.count()));
    }

    private void add(Pending pending) throws IOException {
      window.add(pending);
      if (!pending.isContent()) {
        pending.stored.complete(Optional.empty());
        return;
      }
      Tree.State state = pending.node.state();
      Optional<Manifest.Location> known = trusting ? cache.find(pending.node) : Optional.empty();
      if (known.isPresent()) {
        pending.stored.complete(
            Optional.of(new Stored(known.get(), state, state.size(), true, false)));
      } else if (state.size() > FastCdc.MINIMUM) {
        cut(pending);
      } else {
        gather(pending);
      }
    }

    private void gather(Pending pending) throws IOException {
      gathered.add(pending);
      gatheredBytes += pending.node.state().size();
      if (gathered.size() == TASK_FILES || gatheredBytes >= TASK_BYTES) {
        sendGathered();
      }
    }

    private void sendGathered() throws IOException {
      if (gathered.isEmpty()) {
        return;
      }
      List<Pending> files = List.copyOf(gathered);
      gathered.clear();
      gatheredBytes = 0;
      workers.run(
          () -> {
            for (Pending file : files) {
              file.stored.complete(read(file.node));
            }
          });
    }

    /** Reads and sends a file that is a block of its own. */
    private Optional<Stored> read(Tree.Node node) throws IOException {
      Tree.State before = node.state();
      for (int reading = 1; ; reading++) {
        byte[] content;
        Tree.State after;
        try (InputStream file = open(node)) {
          content = file.readNBytes(FastCdc.MAXIMUM);
          after = Tree.State.of(node.path());
        } catch (IOException e) {
          problems.add(node.name(), e);
          return Optional.empty();
        }
        boolean whole = before.equals(after) && content.length == after.size();
        if (whole || reading == READINGS) {
          Manifest.Location location = new Manifest.Location(sending.send(content), false);
          return Optional.of(new Stored(location, after, content.length, false, !whole));
        }
        before = after;
      }
    }

    private static InputStream open(Tree.Node node) throws IOException {
      return Files.newInputStream(node.path(), LinkOption.NOFOLLOW_LINKS);
    }

    /** Cuts a file into chunks, which the workers send. */
    private void cut(Pending file) throws IOException {
      Tree.State before = file.node.state();
      for (int reading = 1; ; reading++) {
        Chunks chunks = new Chunks();
        Tree.State after;
        try (InputStream bytes = open(file.node)) {
          send(bytes, chunks, () -> finish(file, chunks));
          after = Tree.State.of(file.node.path());
        } catch (ServerException | InterruptedIOException e) {
          throw e;
        } catch (IOException e) {
          problems.add(file.node.name(), e);
          file.stored.complete(Optional.empty());
          return;
        }
        boolean whole = before.equals(after) && chunks.bytes() == after.size();
        if (whole || reading == READINGS) {
          if (chunks.end(after, !whole)) {
            workers.run(() -> finish(file, chunks));
          }
          return;
        }
        before = after;
      }
    }

    private void send(InputStream bytes, Chunks chunks, IoRunnable whenAllAreSent)
        throws IOException {
      chunker.cut(bytes);
      for (byte[] next = chunker.next(); next.length > 0; next = chunker.next()) {
        byte[] chunk = next;
        long number = chunks.begin(chunk);
        workers.run(
            () -> {
              if (chunks.add(number, sending.send(chunk))) {
                whenAllAreSent.run();
              }
            });
      }
    }

    private void finish(Pending file, Chunks chunks) throws IOException {
      List<BlockName> names = chunks.names();
      Manifest.Location location =
          switch (names.size()) {
            case 0 -> new Manifest.Location(sending.send(new byte[0]), false);
            case 1 -> new Manifest.Location(names.get(0), false);
            default -> new Manifest.Location(store(index(names)), true);
          };
      file.stored.complete(Optional.of(chunks.stored(location)));
    }

    /** Stores an index, whose blocks the server has. */
    private BlockName store(byte[] index) throws IOException {
      BlockName name = sending.send(index);
      if (retention.isEmpty()) {
        retention = server.touch(name).flatMap(TigServer.Head::timeLeft);
      }
      indexes.add(name);
      return name;
    }

    /** Writes the line of the first file in the window, if need be as soon as it is stored. */
    private void write() throws IOException {
      if (!window.element().stored.isDone()) {
        sendGathered();
        workers.finish();
      }
      Pending next = window.remove();
      Optional<Stored> stored = next.stored.join();
      if (stored.isPresent()) {
        note(next.node, stored.get());
      } else if (!next.isContent()) {
        try {
          manifest.append(next.node.entry().toString());
        } catch (FileSystemException e) {
          problems.add(next.node.name(), e);
        }
      }
    }

    private void note(Tree.Node node, Stored stored) throws IOException {
      files++;
      bytes += stored.size();
      progress.accept(stored.size());
      manifest.append(stored.entry(node.name()).toString());
      if (stored.torn()) {
        problems.add(node.name(), "changed each time that it was read");
      } else {
        cache.add(node.name(), stored.state(), stored.location());
      }
      BlockName name = stored.location().name();
      if (!stored.location().indexed()) {
        batch.add(stored);
        if (batch.endsWith(name)) {
          endBatch();
        }
      } else if (stored.known()) {
        workers.run(() -> touch(name));
      }
    }

    private void endBatch() throws IOException {
      if (batch.blocks.isEmpty()) {
        return;
      }
      boolean known = batch.known;
      byte[] index = index(batch.blocks);
      BlockName name = Sha256.nameOf(index);
      batch = new Batch();
      manifest.append(new Manifest.Batch(name).toString());
      workers.run(
          () -> {
            if (!known) {
              store(index);
            } else if (!server.touchAll(name)) {
              store(index);
              touch(name);
            } else {
              indexes.add(name);
            }
          });
    }

    /** Renews the retention of an index and its blocks, if the server still has all. */
    private void touch(BlockName index) throws IOException {
      if (!server.touchAll(index)) {
        expired = true;
      }
    }

    /** Renews the retention of everything before anything expires. */
    private void touchInTime() throws IOException {
      long now = System.nanoTime();
      if (retention.isPresent()
          && now - lastTouch > retention.get().toNanos() / TOUCHES_PER_RETENTION) {
        lastTouch = now;
        for (BlockName index : List.copyOf(indexes)) {
          workers.run(() -> touch(index));
        }
      }
    }

    private BlockName storeManifest() throws IOException {
      manifest.close();
      Chunks chunks = new Chunks();
      try (InputStream bytes = Files.newInputStream(spool)) {
        send(bytes, chunks, () -> {});
      }
      workers.finish();
      return sending.send(index(chunks.names()));
    }

    @Override
    public void close() throws IOException {
      workers.close();
      manifest.close();
      cache.close();
      Files.delete(spool);
    }
  }

  /** The chunks of a file, which several threads send. */
  private static final class Chunks {
    private final TreeMap<Long, BlockName> names = new TreeMap<>();
    private long count;
    private long bytes;
    private Tree.@Nullable State state;
    private boolean torn;

    /** The number of the next chunk. */
    synchronized long begin(byte[] chunk) {
      bytes += chunk.length;
      return count++;
    }

    /** Notes that a chunk is stored. Returns whether it was the last that was missing. */
    synchronized boolean add(long number, BlockName name) {
      names.put(number, name);
      return isComplete();
    }

    /** Notes that no further chunk begins. Returns whether all are stored. */
    synchronized boolean end(Tree.State read, boolean changed) {
      state = read;
      torn = changed;
      return isComplete();
    }

    private boolean isComplete() {
      return state != null && names.size() == count;
    }

    synchronized long bytes() {
      return bytes;
    }

    synchronized List<BlockName> names() {
      return List.copyOf(names.values());
    }

    synchronized Stored stored(Manifest.Location location) {
      return new Stored(location, Objects.requireNonNull(state), bytes, false, torn);
    }
  }
}
