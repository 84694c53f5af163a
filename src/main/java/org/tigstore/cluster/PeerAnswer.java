package org.tigstore.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.tigstore.access.Caller;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** What a peer answered; its content is still to be read. For one thread. */
final class PeerAnswer implements Closeable {
  private static final int LONGEST_REASON = 200;
  private static final int LONGEST_PATH = 8192;

  private final ClassicHttpResponse response;

  PeerAnswer(ClassicHttpResponse response) {
    this.response = response;
  }

  int status() {
    return response.getCode();
  }

  /** Why the peer refused. */
  String reason() {
    String reason = field("Tig-Reason").orElse("a peer answered " + status());
    return reason
        .substring(0, Math.min(reason.length(), LONGEST_REASON))
        .replaceAll("\\p{Cntrl}", " ");
  }

  /**
   * This answer, if it is one of success; else it is closed.
   *
   * @throws RefusedException as the peer refused
   */
  PeerAnswer orRefusal() throws IOException {
    if (status() == 200) {
      return this;
    }
    try (this) {
      throw PeerRefusals.of(this);
    }
  }

  /** Whether this is the answer of a channel that leads to nothing. */
  boolean leadsToNothing() {
    return field(Caller.DANGLING).isPresent();
  }

  /** Whether the end of the content can be told from its breaking off. */
  boolean tellsItsEnd() {
    return length().isPresent()
        || field("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
  }

  /**
   * Returns if a block of this name was stored, which the answer says by its path.
   *
   * @throws RefusedException {@link Refusal#PEER_FAILED} if that is not what the answer says
   */
  void checkStored(BlockName name) throws IOException {
    byte[] path = content().readNBytes(LONGEST_PATH);
    String text = new String(path, US_ASCII).strip();
    if (!BlockName.parseLastSegment(text).equals(Optional.of(name))) {
      throw new RefusedException(
          Refusal.PEER_FAILED, "what answers in the place of the block's node is none");
    }
  }

  /** How long the content is, where the peer says so. */
  OptionalLong length() {
    Optional<String> length = field("Content-Length").filter(text -> text.matches("\\d{1,18}"));
    return length.isPresent()
        ? OptionalLong.of(Long.parseLong(length.get()))
        : OptionalLong.empty();
  }

  /** What the content's SHA-256 is, where the peer says so. */
  Optional<BlockName> contentName() {
    return field("ETag")
        .filter(tag -> tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\""))
        .flatMap(tag -> BlockName.parseDigits(tag.substring(1, tag.length() - 1)));
  }

  /** When the block expires, where the peer says so. */
  Optional<Instant> expires() {
    try {
      return field("Tig-Expires")
          .map(DateTimeFormatter.RFC_1123_DATE_TIME::parse)
          .map(Instant::from);
    } catch (DateTimeParseException e) {
      // It is for the caller's information only.
      return Optional.empty();
    }
  }

  private Optional<String> field(String name) {
    return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
  }

  /** The content. */
  InputStream content() throws IOException {
    return response.getEntity() == null
        ? InputStream.nullInputStream()
        : response.getEntity().getContent();
  }

  /** Lets go of the connection; what was not read is not waited for. */
  @Override
  public void close() throws IOException {
    response.close();
  }
}
