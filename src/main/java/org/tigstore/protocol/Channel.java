package org.tigstore.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tigstore.block.BlockName;
import org.tigstore.block.Content;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/**
 * A block that lets its readers, or its writers, through to another block without telling them that
 * block's name. Its whole content, under 120 bytes and but for white space at the end, is {@code
 * Read only channel to tig /<name>} or {@code Write only channel to tig /<name>}; in front of the
 * name there may be the path under which the application is deployed.
 *
 * @param direction who is let through
 * @param target the block behind
 */
public record Channel(Direction direction, BlockName target) {
  private static final int UNDER_BYTES = 120;
  private static final Pattern CONTENT =
      Pattern.compile("(?<direction>Read|Write) only channel to tig (?<path>/\\S*)\\s*");

  /** Who is let through a channel. */
  public enum Direction {
    /** Readers; nobody writes. */
    READ,
    /** Writers; nobody reads. */
    WRITE
  }

  /**
   * The channel that this content makes of its block; empty if it makes none.
   *
   * @throws IOException if the content cannot be read
   */
  public static Optional<Channel> of(Content content) throws IOException {
    if (content.length() >= UNDER_BYTES) {
      return Optional.empty();
    }
    String text = new String(content.bytes().readAllBytes(), ISO_8859_1);
    Matcher matcher = CONTENT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Direction direction =
        matcher.group("direction").equals("Read") ? Direction.READ : Direction.WRITE;
    return BlockName.parseLastSegment(matcher.group("path"))
        .map(target -> new Channel(direction, target));
  }

  /**
   * A {@link org.tigstore.block.SlotGuard}: a channel that is a slot stays what its maker made it.
   *
   * @throws RefusedException {@link Refusal#CHANNEL_CLOSED} if the content makes a channel
   */
  public static void refuseChange(Content current) throws IOException {
    if (of(current).isPresent()) {
      throw new RefusedException(Refusal.CHANNEL_CLOSED, "a channel cannot be changed");
    }
  }
}
