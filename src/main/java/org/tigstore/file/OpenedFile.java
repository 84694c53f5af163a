package org.tigstore.file;

import java.time.Instant;
import java.util.Optional;
import org.tigstore.block.Block;
import org.tigstore.block.BlockName;

/** What an open block tells of the file that it was read from. */
abstract class OpenedFile implements Block {
  private final BlockFile file;

  OpenedFile(BlockFile file) {
    this.file = file;
  }

  final BlockFile file() {
    return file;
  }

  @Override
  public final BlockName name() {
    return file.name();
  }

  @Override
  public final Optional<BlockName> contentName() {
    return Optional.of(file.contentName());
  }

  @Override
  public final Instant lastTouched() {
    return file.state().modified();
  }

  @Override
  public final long length() {
    return file.state().size();
  }
}
