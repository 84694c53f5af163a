package org.tigstore.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.tigstore.block.BlockName;
import org.tigstore.block.Condition;
import org.tigstore.block.Content;
import org.tigstore.block.IoAction;
import org.tigstore.block.Sha256;
import org.tigstore.protocol.Index;

/**
 * A server that speaks the tig protocol. Blocking and thread-safe; has a bounded number of
 * connections, for which callers wait.
 *
 * <p>Whatever the server answers, a write that returns was acknowledged with the right name, and
 * the bytes of a sealed block end only if they have its hash. Requests that fail are repeated as
 * {@link ServerSettings} allow, if that does no harm. Every method throws {@link ServerException}
 * if the server refuses or does not answer.
 */
public final class TigServer implements Closeable {
  private static final int FOUND = 200;
  private static final int PARTIAL = 206;
  private static final int NOT_MODIFIED = 304;
  private static final int FORBIDDEN = 403;
  private static final int MISSING = 404;
  private static final int UNSATISFIABLE = 416;

  private final ServerSettings settings;
  private final Requests requests;

  /**
   * What a server tells of a block, each part only if it does.
   *
   * @param length the number of bytes
   * @param tag the name under which they would be sealed
   * @param timeLeft how long the block lives if it is not touched
   */
  public record Head(OptionalLong length, Optional<BlockName> tag, Optional<Duration> timeLeft) {
    static Head of(Answer answer) {
      return new Head(answer.length(), answer.tag(), answer.timeLeft());
    }
  }

  /**
   * The value of a slot.
   *
   * @param head what the server tells of it
   * @param bytes the value, for the caller to close; verified if the head has a tag
   */
  public record Slot(Head head, InputStream bytes) implements Closeable {
    @Override
    public void close() throws IOException {
      bytes.close();
    }
  }

  /**
   * The server of these settings. Calls nobody yet.
   *
   * @param notices is told in one line, by any thread, why a request is repeated
   * @throws IOException if the certificates or the key that the settings name cannot be used
   */
  public TigServer(ServerSettings settings, Consumer<String> notices) throws IOException {
    this.settings = settings;
    this.requests = new Requests(settings, notices);
  }

  /** Its address, without a slash at the end. */
  public URI address() {
    return settings.address();
  }

  /** The address at which anybody reads this block. */
  public String addressOf(BlockName name) {
    return settings.address() + "/" + name;
  }

  /** As {@link #seal(Content)}. */
  public BlockName seal(byte[] bytes) throws IOException {
    return seal(Contents.of(bytes));
  }

  /**
   * Stores a block under its SHA-256, and returns that. Stores it again if it is there.
   *
   * @throws IOException if the content cannot be read
   */
  public BlockName seal(Content content) throws IOException {
    return write("/", content, Map.of(), true);
  }

  /** Stores an index of these blocks, a line each. */
  public BlockName sealIndex(Iterable<BlockName> names) throws IOException {
    StringBuilder lines = new StringBuilder();
    names.forEach(name -> lines.append('/').append(name).append('\n'));
    return seal(lines.toString().getBytes(US_ASCII));
  }

  /** Sends a body and returns the name in the answer, which for a sealed block is the body's. */
  private BlockName write(
      String target, Content content, Map<String, String> fields, boolean harmless)
      throws IOException {
    Request request = new Request("PUT", target, fields, Optional.of(content), harmless);
    Requests.Exchange exchange = requests.send(request);
    try (Answer answer = exchange.answer()) {
      BlockName stored = expect(answer, FOUND).path();
      BlockName sent = exchange.body().orElseThrow().name();
      if (target.equals("/") && !stored.equals(sent)) {
        throw answer.wrong("stored " + stored + " instead of " + sent);
      }
      return stored;
    }
  }

  private static Answer expect(Answer answer, int status) throws ServerException {
    if (answer.status() != status) {
      throw answer.refusal();
    }
    return answer;
  }

  /** What the server tells of a block, without touching it; empty if there is none. */
  public Optional<Head> head(BlockName name) throws IOException {
    return head("/" + name);
  }

  private Optional<Head> head(String target) throws IOException {
    try (Answer answer = ask("HEAD", target, Map.of())) {
      return answer.status() == MISSING
          ? Optional.empty()
          : Optional.of(Head.of(expect(answer, FOUND)));
    }
  }

  private Answer ask(String method, String target, Map<String, String> fields) throws IOException {
    return requests.send(Request.reading(method, target, fields)).answer();
  }

  /**
   * Restarts a sealed block's retention without reading it. Returns what the server tells of it;
   * empty if there is none, even if a slot has its name.
   */
  public Optional<Head> touch(BlockName name) throws IOException {
    Map<String, String> fields =
        Map.of("If-None-Match", '"' + name.digits() + '"', "Range", "bytes=0-0");
    return touch("/" + name, fields).filter(head -> isSealed(name, head.tag()));
  }

  /** Restarts the retention of a block, whether it is sealed, a slot or a channel. */
  public Optional<Head> touchAny(BlockName name) throws IOException {
    return touch("/" + name, Map.of("Range", "bytes=0-0"));
  }

  /**
   * Restarts the retention of an index and of all blocks that it names. Returns whether all are
   * there; if not, some may have been touched.
   */
  public boolean touchAll(BlockName index) throws IOException {
    return touch("/" + index + "?burst=1", Map.of("Range", "bytes=0-0")).isPresent();
  }

  private Optional<Head> touch(String target, Map<String, String> fields) throws IOException {
    try (Answer answer = ask("GET", target, fields)) {
      return switch (answer.status()) {
        case FOUND, PARTIAL, NOT_MODIFIED, UNSATISFIABLE -> Optional.of(Head.of(answer));
        case MISSING -> Optional.empty();
        default -> throw answer.refusal();
      };
    }
  }

  /** What to throw because a block is not there. */
  public ServerException missing(BlockName name) {
    return new ServerException(MISSING, settings + " has no block /" + name);
  }

  /** Not every server tells. */
  private static boolean isSealed(BlockName name, Optional<BlockName> tag) {
    return tag.isEmpty() || tag.get().equals(name);
  }

  /**
   * The bytes of a sealed block, for the caller to close. Their last comes only if their hash is
   * the name. If the connection breaks, reading goes on over another.
   */
  public InputStream read(BlockName name) throws IOException {
    return read(name, 0, Sha256.start());
  }

  /**
   * As {@link #read(BlockName)}, from an offset on.
   *
   * @param offset how many bytes the caller has
   * @param digest has hashed these
   */
  public InputStream read(BlockName name, long offset, MessageDigest digest) throws IOException {
    return new VerifiedInput(new Sealed(name), offset, digest, name);
  }

  private final class Sealed implements VerifiedInput.Source {
    private final BlockName name;

    Sealed(BlockName name) {
      this.name = name;
    }

    @Override
    public InputStream open(long offset) throws IOException {
      Map<String, String> range = offset == 0 ? Map.of() : Map.of("Range", "bytes=" + offset + "-");
      Answer answer = ask("GET", "/" + name, range);
      return IoAction.closingOnFailure(
          answer,
          () ->
              switch (answer.status()) {
                case FOUND -> skipped(checked(answer), offset);
                case PARTIAL -> checked(answer).content();
                case UNSATISFIABLE -> ended(answer, offset);
                default -> throw answer.refusal();
              });
    }

    private Answer checked(Answer answer) throws ServerException {
      if (!isSealed(name, answer.tag())) {
        throw answer.wrong("has a slot or channel named " + name + ", which cannot be verified");
      }
      return answer;
    }

    /** The server ignored the range. */
    private InputStream skipped(Answer answer, long offset) throws IOException {
      InputStream bytes = answer.content();
      bytes.skipNBytes(offset);
      return bytes;
    }

    /** Nothing follows what is there. */
    private InputStream ended(Answer answer, long offset) throws IOException {
      answer.close();
      if (offset == 0) {
        throw answer.refusal();
      }
      return InputStream.nullInputStream();
    }

    @Override
    public boolean canContinue() {
      return !settings.repeatFor().isZero();
    }

    @Override
    public IOException mismatch() {
      return new ServerException(
          FOUND, settings + " sent other bytes for " + name + " than those with this hash");
    }
  }

  /**
   * The names in a sealed index, one after the other, for the caller to close.
   *
   * @throws org.tigstore.block.RefusedException from {@link Index#next} if it is not an index
   */
  public Index readIndex(BlockName name) throws IOException {
    return new Index(read(name));
  }

  /**
   * The concatenation of the sealed blocks that a sealed index names, for the caller to close. Each
   * block is verified as in {@link #read(BlockName)}.
   */
  public InputStream readBurst(BlockName index) throws IOException {
    return new Concatenation(readIndex(index), this::read);
  }

  /**
   * As {@link #readBurst}, as the server joins the blocks: by one request, and nothing is verified.
   */
  public InputStream openBurst(BlockName index) throws IOException {
    Answer answer = ask("GET", "/" + index + "?burst=1", Map.of());
    return IoAction.closingOnFailure(answer, () -> expect(answer, FOUND).content());
  }

  /**
   * The names of all blocks, most recently touched first, for the caller to close. Needs the key.
   *
   * @param everywhere of all nodes of the cluster, one after the other
   */
  public Index list(boolean everywhere) throws IOException {
    Answer answer = ask("GET", everywhere ? "/?all=1" : "/", Map.of());
    return IoAction.closingOnFailure(answer, () -> new Index(expect(answer, FOUND).content()));
  }

  /**
   * The first bytes of a block or slot, which are not verified; empty if there is none.
   *
   * @param count how many bytes, if there are as many
   */
  public Optional<Slot> beginning(BlockName name, int count) throws IOException {
    Answer answer = ask("GET", "/" + name, Map.of("Range", "bytes=0-" + (count - 1)));
    return IoAction.closingOnFailure(
        answer,
        () ->
            switch (answer.status()) {
              case FOUND, PARTIAL ->
                  Optional.of(
                      new Slot(
                          Head.of(answer),
                          new ByteArrayInputStream(answer.content().readNBytes(count))));
              case UNSATISFIABLE ->
                  Optional.of(new Slot(Head.of(answer), InputStream.nullInputStream()));
              case MISSING -> Optional.empty();
              default -> throw answer.refusal();
            });
  }

  /** The value of a slot, or of the slot that a channel leads to; empty if there is none. */
  public Optional<Slot> readSlot(BlockName name) throws IOException {
    return slot(ask("GET", "/" + name, Map.of()));
  }

  /** As {@link #readSlot}, of any block and without touching it. */
  public Optional<Slot> peek(BlockName name) throws IOException {
    return slot(ask("GET", "/" + name + "?chtimes=0", Map.of()));
  }

  /**
   * Whether a block is a channel, which no method reads: the server follows it. Only for tig's own
   * servers; others may take the slot.
   */
  public boolean isChannel(BlockName name) throws IOException {
    try (Answer answer = ask("HEAD", "/" + name + "?take=1", Map.of())) {
      return answer.status() == FORBIDDEN;
    }
  }

  /**
   * Removes a slot and returns its value; empty if there is none. A value that cannot be received
   * as a whole is lost.
   */
  public Optional<Slot> take(BlockName name) throws IOException {
    String target = "/" + name + "?take=1";
    return slot(
        requests.send(new Request("GET", target, Map.of(), Optional.empty(), false)).answer());
  }

  private Optional<Slot> slot(Answer answer) throws IOException {
    return IoAction.closingOnFailure(
        answer,
        () -> {
          if (answer.status() == MISSING) {
            answer.close();
            return Optional.empty();
          }
          Head head = Head.of(expect(answer, FOUND));
          InputStream bytes = answer.content();
          return Optional.of(
              new Slot(head, head.tag().isEmpty() ? bytes : verified(bytes, head.tag().get())));
        });
  }

  private InputStream verified(InputStream bytes, BlockName tag) throws IOException {
    return new VerifiedInput(
        new VerifiedInput.Source() {
          @Override
          public InputStream open(long offset) {
            return bytes;
          }

          @Override
          public boolean canContinue() {
            return false;
          }

          @Override
          public IOException mismatch() {
            return new ServerException(
                FOUND, settings + " sent a value whose hash is not the one it told before");
          }
        },
        0,
        Sha256.start(),
        tag);
  }

  /**
   * Writes a slot.
   *
   * @param condition on its current value: none, {@link Condition#VACANT}, or certain values
   */
  public void writeSlot(BlockName name, Content value, Condition condition) throws IOException {
    boolean always = condition.equals(Condition.NONE);
    String target = "/" + name + (condition.equals(Condition.VACANT) ? "?setifnot=1" : "");
    checkNamed(name, write(target, value, fields(condition), always));
  }

  /** Appends to a slot, as one piece; makes the slot if there is none. */
  public void append(BlockName name, Content more) throws IOException {
    checkNamed(name, write("/" + name + "?append=1", more, Map.of(), false));
  }

  /** Deletes a slot. Returns whether there was one. */
  public boolean delete(BlockName name, Condition condition) throws IOException {
    boolean always = condition.equals(Condition.NONE);
    Request request =
        new Request("DELETE", "/" + name, fields(condition), Optional.empty(), always);
    try (Answer answer = requests.send(request).answer()) {
      if (answer.status() == MISSING) {
        return false;
      }
      checkNamed(name, expect(answer, FOUND).path());
      return true;
    }
  }

  private void checkNamed(BlockName name, BlockName answered) throws ServerException {
    if (!answered.equals(name)) {
      throw new ServerException(FOUND, settings + " answers with another path than " + name);
    }
  }

  private static Map<String, String> fields(Condition condition) {
    return switch (condition.expectation()) {
      case ANYTHING, ABSENT -> Map.of();
      case PRESENT -> Map.of("If-Match", "*");
      case ONE_OF -> Map.of("If-Match", tags(condition));
      case NONE_OF -> Map.of("If-None-Match", tags(condition));
    };
  }

  private static String tags(Condition condition) {
    return String.join(
        ", ", condition.contents().stream().map(name -> '"' + name.digits() + '"').toList());
  }

  @Override
  public void close() throws IOException {
    requests.close();
  }
}
