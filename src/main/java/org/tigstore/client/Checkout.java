package org.tigstore.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;
import org.tigstore.block.Sha256;
import org.tigstore.protocol.Index;

/**
 * Makes a directory what a commit says. A file gets its name when all of its bytes are there and
 * verified. Nothing outside of the directory is written, whatever the manifest says and whatever
 * links are in the directory, as long as nobody else changes it meanwhile.
 */
public final class Checkout {
  /** Where files grow: inside, so that they can be renamed. */
  private static final String WORK = ".tig-checkout";

  /** How many files wait for the line of their batch at most, and how many one task then has. */
  private static final int MOST_WAITING = 1024;

  private static final int TASK_FILES = 64;

  /** How many names a refusal lists. */
  private static final int MOST_CONFLICTS = 10;

  private static final int OWNER_MODE = 0700;
  private static final FileAttribute<Set<PosixFilePermission>> FOR_OWNER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final TigServer server;
  private final Options options;
  private final Consumer<String> notices;
  private final LongConsumer progress;

  /**
   * How a directory is changed.
   *
   * @param threads how many requests are made at once
   * @param force whether what differs is replaced
   * @param delete whether what the commit does not have is deleted
   * @param verify whether the content of files that are there is compared, not only size and time
   */
  public record Options(int threads, boolean force, boolean delete, boolean verify) {}

  /** What happens to a name. */
  public enum Change {
    CREATE,
    REPLACE,
    DELETE
  }

  /** Is told what would happen. */
  @FunctionalInterface
  public interface Plan {
    /** Something would happen to this name, which is given as text in a manifest. */
    void add(Change change, String name) throws IOException;
  }

  /**
   * What was done.
   *
   * @param files how many the commit has
   * @param written how many of them were written
   * @param bytes how many these have
   * @param problems how many names are not as the commit says; people were told which
   */
  public record Result(long files, long written, long bytes, long problems) {}

  /**
   * Checks out from this server.
   *
   * @param notices is told in a line of each name that is not as the commit says; called by any
   *     thread
   * @param progress is told how many more bytes of files are written; called by any thread
   */
  public Checkout(
      TigServer server, Options options, Consumer<String> notices, LongConsumer progress) {
    this.server = server;
    this.options = options;
    this.notices = notices;
    this.progress = progress;
  }

  /**
   * Tells what {@link #run} would do, in any order.
   *
   * @throws IOException as {@link #run}, if the manifest is wrong
   */
  public void plan(BlockName commit, Path directory, Plan plan) throws IOException {
    Path root = rootOf(directory);
    Present present = new Present(root);
    forEach(
        commit,
        entry -> {
          Optional<Change> change = change(entry, root, present.find(entry));
          if (change.isPresent()) {
            plan.add(change.get(), FileNames.escaped(entry.name()));
          }
        });
    if (options.delete() && Files.exists(root)) {
      for (Tree.Node node : surplus(commit, root, new Problems(notices))) {
        plan.add(Change.DELETE, FileNames.escaped(node.name()));
      }
    }
  }

  private static Path rootOf(Path directory) throws IOException {
    return Files.exists(directory) ? directory.toRealPath() : directory.toAbsolutePath();
  }

  @FunctionalInterface
  private interface EntryAction {
    void accept(Manifest.Entry entry) throws IOException;
  }

  private void forEach(BlockName commit, EntryAction action) throws IOException {
    try (Manifest.Reader manifest = new Manifest.Reader(server.readBurst(commit))) {
      for (Optional<Manifest.Line> line = manifest.next();
          line.isPresent();
          line = manifest.next()) {
        if (line.get() instanceof Manifest.Entry entry) {
          action.accept(entry);
        }
      }
    }
  }

  /** What has to happen to a name; empty: nothing but perhaps to its mode. */
  private Optional<Change> change(Manifest.Entry entry, Path root, Optional<Tree.State> there)
      throws IOException {
    if (there.isEmpty()) {
      return Optional.of(Change.CREATE);
    }
    Tree.State state = there.get();
    Path path = root.resolve(FileNames.pathOf(entry.name()));
    boolean right =
        switch (entry.type()) {
          case DIRECTORY -> state.kind() == Tree.Kind.DIRECTORY;
          case SYMBOLIC_LINK ->
              state.kind() == Tree.Kind.SYMBOLIC_LINK
                  && FileNames.bytesOf(Files.readSymbolicLink(path)).equals(entry.what());
          case FILE ->
              isSimilar(entry, state)
                  && (!options.verify()
                      || new Comparison(server).isContent(path, entry.location()));
          case HARD_LINK -> isSimilar(entry, state);
        };
    return right ? Optional.empty() : Optional.of(Change.REPLACE);
  }

  private static boolean isSimilar(Manifest.Entry entry, Tree.State state) {
    return state.kind() == Tree.Kind.FILE
        && state.size() == entry.size()
        && state.modified().equals(entry.modified());
  }

  /** What is in the directory but not in the commit, in order of names. */
  private List<Tree.Node> surplus(BlockName commit, Path root, Problems problems)
      throws IOException {
    List<Tree.Node> surplus = new ArrayList<>();
    Tree tree = new Tree(root, problems);
    Deque<Tree.Node> next = new ArrayDeque<>();
    tree.next().ifPresent(next::add);
    forEach(
        commit,
        entry -> {
          while (!next.isEmpty() && FileNames.compare(next.element().name(), entry.name()) <= 0) {
            Tree.Node node = next.remove();
            if (!node.name().equals(entry.name())) {
              surplus.add(node);
            }
            tree.next().ifPresent(next::add);
          }
        });
    while (!next.isEmpty()) {
      surplus.add(next.remove());
      tree.next().ifPresent(next::add);
    }
    return surplus;
  }

  /**
   * Looks at what is in a directory, in order of names, and never through a symbolic link: where a
   * directory should be and is none, there is nothing in it.
   */
  private static final class Present {
    private final Path root;

    /** What is in this directory is not there. */
    private @Nullable String absent;

    Present(Path root) {
      this.root = root;
      this.absent = Files.isDirectory(root) ? null : "";
    }

    Optional<Tree.State> find(Manifest.Entry entry) throws IOException {
      String name = entry.name();
      if (absent != null && (absent.isEmpty() || name.startsWith(absent + "/"))) {
        return Optional.empty();
      }
      Optional<Tree.State> state = stateOf(root.resolve(FileNames.pathOf(name)));
      boolean isDirectory = state.filter(s -> s.kind() == Tree.Kind.DIRECTORY).isPresent();
      absent = entry.type() == Manifest.Type.DIRECTORY && !isDirectory ? name : null;
      return state;
    }
  }

  private static Optional<Tree.State> stateOf(Path path) throws IOException {
    try {
      return Optional.of(Tree.State.of(path));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /**
   * Makes the directory what the commit says. Reads the whole manifest before it changes anything.
   *
   * @throws Manifest.MalformedException if the commit's text is no manifest
   * @throws IOException if something else is in the directory and may not be replaced, which is
   *     then as it was; or if the server does not answer
   */
  public Result run(BlockName commit, Path directory) throws IOException {
    Path root = rootOf(directory);
    Set<String> targets = check(commit, root);
    Files.createDirectories(root);
    root = root.toRealPath();
    Path work = root.resolve(WORK);
    delete(work);
    Files.createDirectory(work, FOR_OWNER);
    try (Writing writing = new Writing(root, work, targets)) {
      return writing.run(commit);
    } finally {
      delete(work);
    }
  }

  /** Checks that nothing is in the way. Returns the files that get further names. */
  private Set<String> check(BlockName commit, Path root) throws IOException {
    Set<String> targets = new HashSet<>();
    List<String> conflicts = new ArrayList<>();
    Present present = new Present(root);
    forEach(
        commit,
        entry -> {
          if (entry.type() == Manifest.Type.HARD_LINK) {
            targets.add(entry.what());
          }
          if (entry.name().equals(WORK)) {
            throw new IOException("the commit has the name " + WORK + ", which is reserved");
          }
          Optional<Tree.State> there = present.find(entry);
          if (change(entry, root, there).filter(Change.REPLACE::equals).isPresent()
              && !mayReplace(there.get())
              && conflicts.size() <= MOST_CONFLICTS) {
            conflicts.add(FileNames.escaped(entry.name()));
          }
        });
    if (!conflicts.isEmpty()) {
      boolean more = conflicts.size() > MOST_CONFLICTS;
      throw new IOException(
          "there is something else in the directory, and nothing was changed: "
              + String.join(", ", conflicts.subList(0, Math.min(conflicts.size(), MOST_CONFLICTS)))
              + (more ? " and more" : "")
              + (options.force() ? " (directories are deleted with --delete)" : ""));
    }
    return targets;
  }

  private boolean mayReplace(Tree.State state) {
    return options.force() && (options.delete() || state.kind() != Tree.Kind.DIRECTORY);
  }

  /** Deletes a file, or a directory with what is in it, if it is there. */
  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      List<Path> children;
      try (var paths = Files.list(path)) {
        children = paths.toList();
      }
      for (Path child : children) {
        delete(child);
      }
    }
    Files.deleteIfExists(path);
  }

  /** A file that is to be written, or that is right and only has its place in a batch. */
  private record Wanted(Manifest.Entry entry, boolean missing) {}

  /** Writes what a directory lacks. */
  private final class Writing implements AutoCloseable {
    private final Path root;
    private final Path work;
    private final Set<String> targets;
    private final Set<String> written = new HashSet<>();
    private final Problems problems = new Problems(notices);
    private final Workers workers = new Workers(options.threads());
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong files = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final List<Manifest.Entry> directories = new ArrayList<>();
    private final List<Manifest.Entry> links = new ArrayList<>();
    private final Present present;
    private List<Wanted> batch = new ArrayList<>();
    private long all;

    Writing(Path root, Path work, Set<String> targets) {
      this.root = root;
      this.work = work;
      this.targets = targets;
      this.present = new Present(root);
    }

    Result run(BlockName commit) throws IOException {
      try (Manifest.Reader manifest = new Manifest.Reader(server.readBurst(commit))) {
        for (Optional<Manifest.Line> line = manifest.next();
            line.isPresent();
            line = manifest.next()) {
          if (line.get() instanceof Manifest.Entry entry) {
            try {
              write(entry);
            } catch (FileSystemException e) {
              problems.add(entry.name(), e);
            }
          } else if (line.get() instanceof Manifest.Batch end) {
            List<Wanted> ended = batch;
            batch = new ArrayList<>();
            workers.run(() -> fetchBatch(end.index(), ended));
          }
        }
      }
      fetchWaiting();
      workers.finish();
      for (Manifest.Entry link : links) {
        link(link);
      }
      if (options.delete()) {
        deleteSurplus(commit);
      }
      for (int i = directories.size() - 1; i >= 0; i--) {
        complete(directories.get(i));
      }
      return new Result(all, files.get(), bytes.get(), problems.count());
    }

    private Path pathOf(String name) {
      return root.resolve(FileNames.pathOf(name));
    }

    private void write(Manifest.Entry entry) throws IOException {
      Optional<Tree.State> there = present.find(entry);
      Optional<Change> change = change(entry, root, there);
      if (change.filter(Change.REPLACE::equals).isPresent()
          && (entry.type() == Manifest.Type.DIRECTORY
              || there.get().kind() == Tree.Kind.DIRECTORY)) {
        // Anything else is replaced by renaming.
        delete(pathOf(entry.name()));
      }
      switch (entry.type()) {
        case DIRECTORY -> makeDirectory(entry, change.isPresent(), there);
        case FILE -> want(entry, change.isPresent(), there);
        case SYMBOLIC_LINK -> {
          if (change.isPresent()) {
            place(entry, Files.createSymbolicLink(temporary(), FileNames.pathOf(entry.what())));
          }
        }
        case HARD_LINK -> links.add(entry);
      }
    }

    private void makeDirectory(Manifest.Entry entry, boolean missing, Optional<Tree.State> there)
        throws IOException {
      directories.add(entry);
      Path path = pathOf(entry.name());
      if (missing) {
        Files.createDirectory(path, FOR_OWNER);
      } else if ((there.get().mode() & OWNER_MODE) != OWNER_MODE) {
        setMode(path, there.get().mode() | OWNER_MODE);
      }
    }

    private void want(Manifest.Entry entry, boolean missing, Optional<Tree.State> there)
        throws IOException {
      all++;
      if (targets.contains(entry.name())) {
        written.add(entry.name());
      }
      if (!missing && there.get().mode() != entry.mode()) {
        setMode(pathOf(entry.name()), entry.mode());
      }
      if (!entry.location().indexed()) {
        batch.add(new Wanted(entry, missing));
        if (batch.size() == MOST_WAITING) {
          fetchWaiting();
        }
      } else if (missing) {
        workers.run(() -> fetch(entry));
      }
    }

    /** Fetches the files of a batch without an index. */
    private void fetchWaiting() throws IOException {
      List<Wanted> missing = batch.stream().filter(Wanted::missing).toList();
      batch = new ArrayList<>();
      for (int start = 0; start < missing.size(); start += TASK_FILES) {
        List<Wanted> task = missing.subList(start, Math.min(missing.size(), start + TASK_FILES));
        workers.run(
            () -> {
              for (Wanted file : task) {
                fetch(file.entry());
              }
            });
      }
    }

    /** Fetches the missing files of a batch by one burst, or else each by itself. */
    private void fetchBatch(BlockName index, List<Wanted> wanted) throws IOException {
      Deque<Wanted> left = new ArrayDeque<>(wanted);
      if (pays(wanted)) {
        try (InputStream burst = server.openBurst(index)) {
          while (!left.isEmpty()) {
            Manifest.Entry entry = left.element().entry();
            if (left.element().missing()) {
              store(entry, file -> copyVerified(burst, entry, file));
            } else {
              burst.skipNBytes(entry.size());
            }
            left.remove();
          }
        } catch (IOException e) {
          // Whatever it is, it is told of the file that it happens to.
        }
      }
      for (Wanted file : left) {
        if (file.missing()) {
          fetch(file.entry());
        }
      }
    }

    /** Whether at least half of the burst is needed. */
    private boolean pays(List<Wanted> wanted) {
      long needed = 0;
      long unneeded = 0;
      for (Wanted file : wanted) {
        long cost = Content.CHUNK_BYTES + file.entry().size();
        needed += file.missing() ? cost : 0;
        unneeded += file.missing() ? 0 : cost;
      }
      return needed > unneeded;
    }

    /** Fetches a file block by block. A failure is a problem, unless it would meet all others. */
    private void fetch(Manifest.Entry entry) throws IOException {
      try {
        store(entry, file -> copyBlocks(entry, file));
      } catch (ServerException e) {
        if (e.status() == 0) {
          throw e;
        }
        problems.add(entry.name(), e);
      } catch (IOException e) {
        problems.add(entry.name(), e);
      }
    }

    @FunctionalInterface
    private interface Source {
      void copyTo(SparseFile file) throws IOException;
    }

    private void store(Manifest.Entry entry, Source source) throws IOException {
      Path temporary = temporary();
      try {
        try (SparseFile file = new SparseFile(temporary, entry.size())) {
          source.copyTo(file);
          file.complete();
        }
        setMode(temporary, entry.mode());
        place(entry, temporary);
      } finally {
        Files.deleteIfExists(temporary);
      }
      files.incrementAndGet();
      bytes.addAndGet(entry.size());
      progress.accept(entry.size());
    }

    private Path temporary() {
      return work.resolve(Long.toString(numbers.incrementAndGet()));
    }

    /** Gives its time and its name to what is complete. */
    private void place(Manifest.Entry entry, Path temporary) throws IOException {
      setTime(temporary, entry.modified());
      Files.move(
          temporary,
          pathOf(entry.name()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }

    private void copyVerified(InputStream burst, Manifest.Entry entry, SparseFile file)
        throws IOException {
      MessageDigest digest = Sha256.start();
      byte[] chunk = new byte[(int) Math.min(Content.CHUNK_BYTES, entry.size())];
      for (long left = entry.size(); left > 0; ) {
        int count = burst.readNBytes(chunk, 0, (int) Math.min(chunk.length, left));
        if (count == 0) {
          throw new EOFException("the burst is too short");
        }
        digest.update(chunk, 0, count);
        file.write(chunk, count);
        left -= count;
      }
      if (!BlockName.ofDigest(digest).equals(entry.location().name())) {
        throw new IOException("the burst has other bytes");
      }
    }

    private void copyBlocks(Manifest.Entry entry, SparseFile file) throws IOException {
      BlockName name = entry.location().name();
      if (!entry.location().indexed()) {
        copyBlock(name, file);
        return;
      }
      Optional<BlockName> zeros = Optional.empty();
      long zeroBytes = 0;
      try (Index blocks = server.readIndex(name)) {
        for (Optional<BlockName> block = blocks.next(); block.isPresent(); block = blocks.next()) {
          if (block.equals(zeros)) {
            file.skip(zeroBytes);
            continue;
          }
          long start = file.position();
          copyBlock(block.get(), file);
          if (file.isHoleSince(start)) {
            zeros = block;
            zeroBytes = file.position() - start;
          }
        }
      }
    }

    private void copyBlock(BlockName name, SparseFile file) throws IOException {
      byte[] chunk = new byte[Content.CHUNK_BYTES];
      try (InputStream block = server.read(name)) {
        // Whole pages, so that holes are found.
        int count = block.readNBytes(chunk, 0, chunk.length);
        for (; count > 0; count = block.readNBytes(chunk, 0, chunk.length)) {
          file.write(chunk, count);
        }
      }
    }

    /** Gives a further name to a file that this commit has. */
    private void link(Manifest.Entry entry) throws IOException {
      Path path = pathOf(entry.name());
      Path target = pathOf(entry.what());
      try {
        if (!written.contains(entry.what())) {
          problems.add(entry.name(), "is to be a further name of what is no file");
        } else if (!stateOf(path)
            .map(Tree.State::inode)
            .equals(stateOf(target).map(Tree.State::inode))) {
          Path temporary = temporary();
          Files.createLink(temporary, target);
          place(entry, temporary);
        }
      } catch (FileSystemException e) {
        problems.add(entry.name(), e);
      }
    }

    private void deleteSurplus(BlockName commit) throws IOException {
      delete(work);
      List<Tree.Node> surplus = surplus(commit, root, problems);
      for (int i = surplus.size() - 1; i >= 0; i--) {
        try {
          Files.delete(surplus.get(i).path());
        } catch (FileSystemException e) {
          problems.add(surplus.get(i).name(), e);
        }
      }
    }

    private void complete(Manifest.Entry directory) {
      Path path = pathOf(directory.name());
      try {
        setMode(path, directory.mode());
        setTime(path, directory.modified());
      } catch (IOException e) {
        problems.add(directory.name(), e);
      }
    }

    private void setMode(Path path, int mode) throws IOException {
      Files.setAttribute(path, "unix:mode", mode);
    }

    private void setTime(Path path, Instant time) throws IOException {
      FileTime modified = FileTime.from(time);
      Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setTimes(modified, null, null);
    }

    @Override
    public void close() {
      workers.close();
    }
  }
}
