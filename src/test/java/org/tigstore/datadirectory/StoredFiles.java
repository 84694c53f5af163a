package org.tigstore.datadirectory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tigstore.block.Sha256;

/** What lies in the data directory and beside it, before and after. For one thread. */
final class StoredFiles {
  private static final Path DATA = DataFiles.DIRECTORY.toAbsolutePath();
  private static final Path BESIDE = DATA.resolveSibling("").toAbsolutePath();
  private static final Path CANARY = DATA.resolveSibling("fuzz-canary");
  private static final String CANARY_TEXT = "sings";
  private static final Set<String> OF_WORK =
      Set.of("appends", "damaged", "last-sweep", "lock", "owner", "uploads");
  private static final String NAME = "[0-9a-f]{64}\\.tig";

  private Set<String> beside = Set.of();
  private Set<String> damaged = Set.of();
  private Map<String, String> blocks = Map.of();

  /** Looks at all there is, and puts a file beside the directory. */
  void remember() throws IOException {
    Files.writeString(CANARY, CANARY_TEXT);
    beside = names(BESIDE);
    damaged = names(DATA.resolve(".tigstore/damaged"));
    blocks = contents();
  }

  /** Takes the file away again. */
  void forget() throws IOException {
    Files.deleteIfExists(CANARY);
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Map<String, String> contents() throws IOException {
    Map<String, String> contents = new HashMap<>();
    for (String name : names(DATA)) {
      if (name.matches(NAME)) {
        contents.put(name, Sha256.nameOf(Files.readAllBytes(DATA.resolve(name))).toString());
      }
    }
    return contents;
  }

  /** Nothing outside is touched, all inside is known, and sealed blocks are what they were. */
  void checkAll() throws IOException {
    assertThat(names(BESIDE)).isEqualTo(beside);
    assertThat(CANARY).content(UTF_8).isEqualTo(CANARY_TEXT);
    assertThat(names(DATA))
        .allMatch(name -> name.matches(NAME + "|\\.tigstore|apikey"), "has its place here");
    assertThat(OF_WORK).containsAll(names(DATA.resolve(".tigstore")));
    assertThat(names(DATA.resolve(".tigstore/damaged"))).isEqualTo(damaged);
    assertThat(names(DATA.resolve(".tigstore/appends"))).isEmpty();
    for (Map.Entry<String, String> block : contents().entrySet()) {
      boolean sealed =
          !Files.getPosixFilePermissions(DATA.resolve(block.getKey())).contains(OWNER_WRITE);
      assertThat(sealed).as(block.getKey()).isEqualTo(block.getKey().equals(block.getValue()));
    }
  }

  /** Every block is what it was, and there is no other. */
  void checkUnchanged() throws IOException {
    assertThat(contents()).isEqualTo(blocks);
  }
}
