package org.tigstore.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tigstore.block.BlockName;

/**
 * Where a file is that was split or striped over servers. Its text is one line that {@code join}
 * takes: {@code tig-split 1} or {@code tig-stripe 1}, the file's length in bytes, its SHA-256, and
 * the addresses of the servers' indexes, separated by single spaces.
 *
 * @param scheme what each server has
 * @param length the file's length in bytes
 * @param content the name under which the whole file would be sealed
 * @param indexes for each server, in order, the block that names its parts
 */
public record Layout(Scheme scheme, long length, BlockName content, List<Index> indexes) {
  /** The least number of servers. */
  public static final int FEWEST_SERVERS = 2;

  private static final Pattern LINE =
      Pattern.compile(
          "tig-(?<scheme>split|stripe) 1 (?<length>0|[1-9][0-9]{0,17}) (?<content>[0-9a-f]{64})"
              + " (?<indexes>[^ ]+( [^ ]+)+)");

  /** What each server has. */
  public enum Scheme {
    /**
     * As many bytes as the file: of all servers but the last, random ones; of the last, the file
     * combined with all others by exclusive or.
     */
    SPLIT("tig-split"),
    /** Every chunk of the file that is its turn, the servers taking turns. */
    STRIPE("tig-stripe");

    private final String keyword;

    Scheme(String keyword) {
      this.keyword = keyword;
    }
  }

  /**
   * The parts on one server.
   *
   * @param server the server's address, without a slash at the end
   * @param name the block whose lines name the parts in order
   */
  public record Index(URI server, BlockName name) {
    /** The block's address. */
    @Override
    public String toString() {
      return server + "/" + name;
    }

    private static Index parse(String address) {
      int slash = address.lastIndexOf('/');
      BlockName name = BlockName.parseLastSegment(address).orElseThrow(Layout::malformed);
      return new Index(ServerSettings.addressOf(address.substring(0, Math.max(0, slash))), name);
    }
  }

  public Layout {
    indexes = List.copyOf(indexes);
    if (indexes.size() < FEWEST_SERVERS) {
      throw new IllegalArgumentException("a layout has two servers at least");
    }
  }

  /**
   * Parses exactly what {@link #toString} prints.
   *
   * @throws IllegalArgumentException with a sentence for people if the text is anything else
   */
  public static Layout parse(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.matches()) {
      throw malformed();
    }
    Scheme scheme = matcher.group("scheme").equals("split") ? Scheme.SPLIT : Scheme.STRIPE;
    Optional<BlockName> content = BlockName.parseDigits(matcher.group("content"));
    List<Index> indexes = new ArrayList<>();
    for (String address : matcher.group("indexes").split(" ", -1)) {
      indexes.add(Index.parse(address));
    }
    Layout layout =
        new Layout(
            scheme,
            Long.parseLong(matcher.group("length")),
            content.orElseThrow(Layout::malformed),
            indexes);
    if (!layout.toString().equals(line)) {
      throw malformed();
    }
    return layout;
  }

  private static IllegalArgumentException malformed() {
    return new IllegalArgumentException("this is not a line that split or stripe printed");
  }

  /** How many parts each server has, if there are so many chunks. */
  long partsOn(int server, long chunks) {
    return scheme == Scheme.SPLIT
        ? chunks
        : (chunks + indexes.size() - 1 - server) / indexes.size();
  }

  @Override
  public String toString() {
    return indexes.stream()
        .map(Index::toString)
        .collect(
            Collectors.joining(
                " ", scheme.keyword + " 1 " + length + " " + content.digits() + " ", ""));
  }
}
