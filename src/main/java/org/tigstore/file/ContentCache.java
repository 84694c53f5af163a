package org.tigstore.file;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;

/**
 * Remembers what this process hashed, so that a file is hashed again only if it is not as this
 * process left it. Bounded: what is forgotten is hashed once more. Callers have locked the name,
 * but for {@link #cached}.
 */
final class ContentCache {
  /** Files of up to so many bytes are cached themselves. */
  static final int FEW_BYTES = Content.CHUNK_BYTES;

  /** The part of the heap that cached files may take. */
  private static final int PART_OF_HEAP = 16;

  private static final int OVERHEAD_BYTES = 400;
  private static final int CONTENTS = 65_536;
  private static final int DIGESTS = 4_096;

  private final Cache<BlockName, Known<BlockName>> contents = ofSize(CONTENTS);
  private final Cache<BlockName, Known<MessageDigest>> digests = ofSize(DIGESTS);

  private final Cache<BlockName, CachedBlock> blocks =
      Caffeine.newBuilder()
          .maximumWeight(Runtime.getRuntime().maxMemory() / PART_OF_HEAP)
          .<BlockName, CachedBlock>weigher((name, block) -> OVERHEAD_BYTES + (int) block.length())
          .executor(Runnable::run)
          .build();

  private record Known<T>(StoredFile.State state, T value) {}

  private static <T> Cache<BlockName, Known<T>> ofSize(int size) {
    // Maintenance runs on the calling thread: a store that is closed leaves no thread behind.
    return Caffeine.newBuilder().maximumSize(size).executor(Runnable::run).build();
  }

  /** What the file in this state contains, as the name its bytes would be sealed under. */
  Optional<BlockName> contentOf(BlockName name, StoredFile.State state) {
    return valueFor(state, contents.getIfPresent(name));
  }

  /** The digest computation that has consumed exactly the file in this state; to be copied. */
  Optional<MessageDigest> digestOf(BlockName name, StoredFile.State state) {
    return valueFor(state, digests.getIfPresent(name));
  }

  /** The cached block of this name, as this process last saw it. */
  Optional<CachedBlock> cached(BlockName name) {
    return Optional.ofNullable(blocks.getIfPresent(name));
  }

  private static <T> Optional<T> valueFor(StoredFile.State state, @Nullable Known<T> known) {
    return known == null || !known.state().equals(state)
        ? Optional.empty()
        : Optional.of(known.value());
  }

  /** Remembers a file's content, and drops a cached block that is as it was before. */
  void remember(StoredFile file) {
    contents.put(file.name(), new Known<>(file.state(), file.contentName()));
    blocks
        .asMap()
        .computeIfPresent(file.name(), (name, block) -> block.isOf(file.state()) ? block : null);
  }

  /** Remembers the digest computation that has consumed a file, for the next append to it. */
  void rememberDigest(StoredFile file, MessageDigest digest) {
    digests.put(file.name(), new Known<>(file.state(), digest));
  }

  void cache(CachedBlock block) {
    blocks.put(block.name(), block);
  }

  /** Takes note that a file changed nothing but its time. */
  void rememberTouched(StoredFile before, StoredFile after) {
    Optional<CachedBlock> block = cached(before.name()).filter(known -> known.isOf(before.state()));
    remember(after);
    block.ifPresent(known -> cache(known.in(after)));
    digestOf(before.name(), before.state()).ifPresent(digest -> rememberDigest(after, digest));
  }

  /** Forgets a file that is gone. */
  void forget(BlockName name) {
    contents.invalidate(name);
    digests.invalidate(name);
    blocks.invalidate(name);
  }
}
