package org.tigstore.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import org.tigstore.block.BlockName;

/**
 * The text that a commit's hash stands for: what is in a directory, and which blocks have it. Its
 * format is in docs/cli.md, section "The manifest".
 */
public final class Manifest {
  /** The first line. */
  public static final String HEADER = "tig-manifest 1\n";

  /** The permissions, and that only owners delete; who runs a file becomes nobody else. */
  static final int MODE_BITS = 01777;

  private static final int LONGEST_LINE = 32 * 1024;
  private static final int LONGEST_NAME = 4095;
  private static final int LONGEST_ELEMENT = 255;
  private static final String BURST = "?burst=1";

  private Manifest() {}

  /** A line after the first. */
  public sealed interface Line permits Entry, Batch {}

  /** What something in the directory is. */
  public enum Type {
    FILE("f"),
    DIRECTORY("d"),
    SYMBOLIC_LINK("l"),
    /** Another name of a file. */
    HARD_LINK("h");

    private final String letter;

    Type(String letter) {
      this.letter = letter;
    }

    private static Optional<Type> of(String letter) {
      for (Type type : values()) {
        if (type.letter.equals(letter)) {
          return Optional.of(type);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Where bytes are.
   *
   * @param name of the block that has them, or of the index
   * @param indexed whether it is an index of blocks that have them
   */
  public record Location(BlockName name, boolean indexed) {
    /** Parses what {@link #toString} says; empty for any other text. */
    public static Optional<Location> parse(String path) {
      boolean indexed = path.endsWith(BURST);
      int end = path.length() - (indexed ? BURST.length() : 0);
      return path.startsWith("/")
          ? BlockName.parse(path.substring(1, end)).map(name -> new Location(name, indexed))
          : Optional.empty();
    }

    /** The path at which a server has the bytes. */
    @Override
    public String toString() {
      return "/" + name + (indexed ? BURST : "");
    }
  }

  /**
   * Something in the directory.
   *
   * @param mode the permissions, as {@link #MODE_BITS}
   * @param size in bytes; 0 of a directory or symbolic link
   * @param name the path relative to the directory, a byte a character
   * @param what for a file the path of its {@link Location}; for a link what it leads to, a byte a
   *     character; for a directory empty
   */
  public record Entry(Type type, int mode, Instant modified, long size, String name, String what)
      implements Line {
    /** Where a file's bytes are. */
    public Location location() {
      return Location.parse(what).orElseThrow();
    }

    /** The line, with its end. */
    @Override
    public String toString() {
      StringBuilder line = new StringBuilder(200).append(type.letter).append(' ');
      line.append(Integer.toOctalString(mode)).append(' ').append(text(modified)).append(' ');
      line.append(size).append(' ').append(FileNames.escaped(name)).append(' ');
      return line.append(what.isEmpty() ? "-" : FileNames.escaped(what)).append('\n').toString();
    }
  }

  /**
   * Says that the files since the line of the last batch that have a block of their own are in a
   * burst, in their order.
   *
   * @param index of their blocks
   */
  public record Batch(BlockName index) implements Line {
    /** The line, with its end. */
    @Override
    public String toString() {
      return "b " + new Location(index, true) + "\n";
    }
  }

  /** Seconds since 1970, rounded down, and nine digits of nanoseconds. */
  static String text(Instant time) {
    String nanos = Integer.toString(1_000_000_000 + time.getNano());
    return time.getEpochSecond() + "." + nanos.substring(1);
  }

  /** What {@link #text} says of a time; empty for any other text. */
  static Optional<Instant> time(String text) {
    int point = text.indexOf('.');
    if (point < 0 || !text.substring(point + 1).matches("\\d{9}")) {
      return Optional.empty();
    }
    boolean before1970 = text.startsWith("-");
    Optional<Long> seconds = number(text.substring(before1970 ? 1 : 0, point), 10, 1L << 40);
    if (before1970 && seconds.equals(Optional.of(0L))) {
      return Optional.empty();
    }
    long nanos = Long.parseLong(text.substring(point + 1));
    return seconds.map(value -> Instant.ofEpochSecond(before1970 ? -value : value, nanos));
  }

  /** A number in its only form, up to a limit; empty for any other text. */
  static Optional<Long> number(String text, int radix, long limit) {
    try {
      boolean canonical = !text.isEmpty() && text.charAt(0) != '+' && text.charAt(0) != '-';
      long value = canonical ? Long.parseLong(text, radix) : -1;
      return value < 0 || value > limit || !Long.toString(value, radix).equals(text)
          ? Optional.empty()
          : Optional.of(value);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** A text is not a manifest, or one that leads out of its directory. */
  public static final class MalformedException extends IOException {
    private static final long serialVersionUID = 1;

    private MalformedException(long line, String what) {
      super("line " + line + " of the manifest " + what);
    }
  }

  /** Reads a manifest in memory of two lines. For one thread. */
  public static final class Reader implements Closeable {
    private final BufferedInputStream bytes;
    private long number;

    /** The last entry's name, and the last directory that may have further entries. */
    private String last = "";

    private String directory = "";

    /** Whether there is a file that the next batch is about. */
    private boolean batchable;

    /** Reads these bytes; closing the reader closes them. */
    public Reader(InputStream bytes) {
      this.bytes = new BufferedInputStream(bytes, 64 * 1024);
    }

    /**
     * The next line after the first; empty at the end. Every name is relative, without empty, "."
     * or ".." elements, behind the one before in the order of {@link FileNames#compare}, and in a
     * directory with an entry of its own.
     *
     * @throws MalformedException if this is no such line
     */
    public Optional<Line> next() throws IOException {
      if (number == 0 && !(nextLine() + "\n").equals(HEADER)) {
        throw wrong("is not \"" + HEADER.strip() + "\"");
      }
      bytes.mark(1);
      if (bytes.read() < 0) {
        return Optional.empty();
      }
      bytes.reset();
      String line = nextLine();
      return Optional.of(line.startsWith("b ") ? batch(line.substring(2)) : entry(line));
    }

    private String nextLine() throws IOException {
      number++;
      ByteArrayOutputStream line = new ByteArrayOutputStream(200);
      int next = bytes.read();
      for (; next >= ' ' && next < 0x7f && line.size() < LONGEST_LINE; next = bytes.read()) {
        line.write(next);
      }
      if (next != '\n') {
        throw wrong(
            next < 0
                ? "is cut short"
                : line.size() < LONGEST_LINE
                    ? "has a character that is not printable ASCII"
                    : "is longer than " + LONGEST_LINE + " bytes");
      }
      return line.toString(ISO_8859_1);
    }

    private Batch batch(String path) throws MalformedException {
      if (!batchable) {
        throw wrong("is a batch without files");
      }
      batchable = false;
      Location location = Location.parse(path).filter(Location::indexed).orElseThrow(this::noIndex);
      return new Batch(location.name());
    }

    private MalformedException noIndex() {
      return wrong("names no index");
    }

    private Entry entry(String line) throws MalformedException {
      String[] fields = line.split(" ", -1);
      if (fields.length != 6) {
        throw wrong("has " + fields.length + " fields, not 6");
      }
      Type type = Type.of(fields[0]).orElseThrow(() -> wrong("has an unknown type"));
      long mode = number(fields[1], 8, MODE_BITS).orElseThrow(() -> wrong("has a wrong mode"));
      Instant time = time(fields[2]).orElseThrow(() -> wrong("has a wrong time"));
      long size =
          number(fields[3], 10, Long.MAX_VALUE).orElseThrow(() -> wrong("has a wrong size"));
      String name = unescaped(fields[4]);
      check(name);
      checkPlace(name);
      String what = type == Type.DIRECTORY && fields[5].equals("-") ? "" : unescaped(fields[5]);
      checkWhat(type, name, what);
      if (size != 0 && (type == Type.DIRECTORY || type == Type.SYMBOLIC_LINK)) {
        throw wrong("has a size, but no bytes");
      }
      last = name;
      directory = type == Type.DIRECTORY ? name : FileNames.parent(name);
      batchable |= type == Type.FILE && !what.endsWith(BURST);
      return new Entry(type, (int) mode, time, size, name, what);
    }

    private String unescaped(String text) throws MalformedException {
      return FileNames.unescaped(text)
          .filter(bytes -> FileNames.escaped(bytes).equals(text))
          .filter(bytes -> bytes.indexOf('\0') < 0 && !bytes.isEmpty())
          .orElseThrow(() -> wrong("has a wrong name"));
    }

    private void check(String name) throws MalformedException {
      if (name.length() > LONGEST_NAME) {
        throw wrong("has a name of more than " + LONGEST_NAME + " bytes");
      }
      for (String element : name.split("/", -1)) {
        if (element.isEmpty() || element.equals(".") || element.equals("..")) {
          throw wrong("has a name that leads out of the directory or is not the shortest");
        }
        if (element.length() > LONGEST_ELEMENT) {
          throw wrong("has an element of more than " + LONGEST_ELEMENT + " bytes in its name");
        }
      }
    }

    private void checkPlace(String name) throws MalformedException {
      if (FileNames.compare(last, name) >= 0) {
        throw wrong("is not in the order of names");
      }
      String parent = FileNames.parent(name);
      if (!(directory.equals(parent) || parent.isEmpty() || directory.startsWith(parent + "/"))) {
        throw wrong("is in a directory without a line");
      }
    }

    private void checkWhat(Type type, String name, String what) throws MalformedException {
      switch (type) {
        case FILE -> {
          if (Location.parse(what).isEmpty()) {
            throw wrong("names no block");
          }
        }
        case HARD_LINK -> {
          check(what);
          if (FileNames.compare(what, name) >= 0) {
            throw wrong("links to what is not before it");
          }
        }
        case DIRECTORY -> {
          if (!what.isEmpty()) {
            throw wrong("has something behind a directory's name");
          }
        }
        case SYMBOLIC_LINK -> {
          if (what.length() > LONGEST_NAME) {
            throw wrong("links to more than " + LONGEST_NAME + " bytes");
          }
        }
      }
    }

    private MalformedException wrong(String what) {
      return new MalformedException(number, what);
    }

    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }
}
