package org.tigstore.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.block.Content;
import org.tigstore.client.Replication.Outcome;
import org.tigstore.client.Replication.Summary;

/** Copies from one repository to another. */
class ReplicationTest {
  @TempDir Path directory;

  private final List<Replication.Result> results = new ArrayList<>();

  /** A directory whose list names a block that expires before it is looked at, or is opened. */
  private record Expiring(Repository directory, BlockName listed, BlockName seen)
      implements Repository {
    @Override
    public Set<BlockName> list() throws IOException {
      Set<BlockName> names = new HashSet<>(directory.list());
      names.addAll(Set.of(listed, seen));
      return names;
    }

    @Override
    public Optional<BlockName> contentOf(BlockName name) throws IOException {
      return name.equals(seen) ? Optional.of(name) : directory.contentOf(name);
    }

    @Override
    public Content open(BlockName name) throws IOException {
      return directory.open(name);
    }

    @Override
    public boolean store(BlockName name, boolean sealed, Content content, boolean replace) {
      throw new AssertionError("a source is not written to");
    }

    @Override
    public boolean delete(BlockName name) {
      throw new AssertionError("a source is not written to");
    }

    @Override
    public void close() throws IOException {
      directory.close();
    }
  }

  private Summary copied(Repository source, Repository target) throws IOException {
    return new Replication(source, target, true, 2, results::add).run(false);
  }

  private static void store(Repository repository, BlockName name, String value)
      throws IOException {
    repository.store(name, false, Contents.of(value.getBytes(UTF_8)), true);
  }

  @Test
  void whatExpiresMeanwhileIsNoError() throws IOException {
    try (Repository source = DirectoryRepository.writing(directory.resolve("source"));
        Repository target = DirectoryRepository.writing(directory.resolve("target"))) {
      store(source, Bodies.nameOf("block"), "block");
      Summary summary =
          copied(new Expiring(source, Bodies.nameOf("listed"), Bodies.nameOf("seen")), target);

      assertThat(summary.count(Outcome.COPIED)).isEqualTo(1);
      assertThat(summary.count(Outcome.GONE)).isEqualTo(2);
      assertThat(summary.isComplete()).isTrue();
      assertThat(target.list()).containsExactly(Bodies.nameOf("block"));
    }
  }

  @Test
  void whatCannotBeReadIsNamedAndTheRestIsCopied() throws IOException {
    try (Repository source = DirectoryRepository.writing(directory.resolve("source"));
        Repository target = DirectoryRepository.writing(directory.resolve("target"))) {
      store(source, Bodies.nameOf("block"), "block");
      Files.createDirectory(directory.resolve("source/" + Bodies.nameOf("no file")));

      Summary summary = copied(source, target);

      assertThat(summary.count(Outcome.COPIED)).isEqualTo(1);
      assertThat(summary.isComplete()).isFalse();
      assertThat(results)
          .filteredOn(result -> result.outcome() == Outcome.FAILED)
          .extracting(Replication.Result::name)
          .containsExactly(Bodies.nameOf("no file"));
    }
  }
}
