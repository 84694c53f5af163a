package org.tigstore.client;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tigstore.block.BlockName;

/**
 * How people name a block: a hash, a name, a path or an address, perhaps with {@code ?burst=1}.
 *
 * @param server the server's address; empty if the text has none
 * @param name the block
 * @param burst whether the blocks are meant that the block names
 */
public record BlockAddress(Optional<URI> server, BlockName name, boolean burst) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<server>https?://[^?#]+)/|/?(?:[^?#:]*/)?)(?<digits>[0-9a-f]{64})(?:\\.tig)?"
              + "(?<burst>\\?burst=1)?");

  /**
   * What this text names.
   *
   * @throws IllegalArgumentException with a sentence for people if it names no block
   */
  public static BlockAddress parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" names no block: a hash has 64 digits of 0-9a-f");
    }
    return new BlockAddress(
        Optional.ofNullable(form.group("server")).map(ServerSettings::addressOf),
        BlockName.parseDigits(form.group("digits")).orElseThrow(),
        form.group("burst") != null);
  }

  /** As a path below the server's address. */
  @Override
  public String toString() {
    return "/" + name + (burst ? "?burst=1" : "");
  }
}
