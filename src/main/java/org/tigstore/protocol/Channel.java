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
 * A block that redirects reads or writes to another block without revealing that block's name. Its
 * whole content, under 120 bytes and apart from trailing white space, is {@code Read only channel
 * to tig /<name>} or {@code Write only channel to tig /<name>}. The context path of the application
 * may precede the name.
 *
 * @param direction the direction that the channel permits
 * @param target the block that the channel leads to
 */
public record Channel(Direction direction, BlockName target) {
  private static final int UNDER_BYTES = 120;
  private static final Pattern CONTENT =
      Pattern.compile("(?<direction>Read|Write) only channel to tig (?<path>/\\S*)\\s*");

  /** The directions of channels. */
  public enum Direction {
    /** Reads only. */
    READ,
    /** Writes only. */
    WRITE
  }

  /**
   * Parses the content of a block; empty if it is not a channel.
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
   * A {@link org.tigstore.block.SlotGuard} that refuses every change of a channel in a slot.
   *
   * @throws RefusedException {@link Refusal#CHANNEL_CLOSED} if the content is a channel
   */
  public static void refuseChange(Content current) throws IOException {
    if (of(current).isPresent()) {
      throw new RefusedException(Refusal.CHANNEL_CLOSED, "a channel cannot be changed");
    }
  }
}
