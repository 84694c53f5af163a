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
import org.tigstore.block.Content;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** A peer's answer, whose content is still to be read. For one thread. */
final class PeerAnswer implements Closeable {
  private static final int LONGEST_REASON = 200;
  private static final int LONGEST_PATH = 8192;

  private final ClassicHttpResponse response;

  /**
   * What a peer says about a block, each part only if it says so.
   *
   * @param length the number of bytes
   * @param contentName their SHA-256
   * @param expires when the block expires
   * @param closed the refusal of readers by a channel that is closed, or leads to nothing
   */
  record Head(
      OptionalLong length,
      Optional<BlockName> contentName,
      Optional<Instant> expires,
      Optional<RefusedException> closed) {
    /** Whether there are more bytes than are received and verified before the first is given. */
    boolean isLong() {
      return length.isPresent() && length.getAsLong() > Content.CHUNK_BYTES;
    }

    boolean isOfSealed(BlockName name) {
      return contentName.filter(name::equals).isPresent();
    }

    /** Whether both may be about the same bytes. */
    boolean agreesWith(Head other) {
      return length.equals(other.length) && contentName.equals(other.contentName);
    }
  }

  PeerAnswer(ClassicHttpResponse response) {
    this.response = response;
  }

  int status() {
    return response.getCode();
  }

  Head head() {
    return new Head(length(), contentName(), expires(), closed());
  }

  private OptionalLong length() {
    Optional<String> length = field("Content-Length").filter(text -> text.matches("\\d{1,18}"));
    return length.isPresent()
        ? OptionalLong.of(Long.parseLong(length.get()))
        : OptionalLong.empty();
  }

  private Optional<BlockName> contentName() {
    return field("ETag")
        .filter(tag -> tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\""))
        .flatMap(tag -> BlockName.parseDigits(tag.substring(1, tag.length() - 1)));
  }

  private Optional<Instant> expires() {
    try {
      return field("Tig-Expires")
          .map(DateTimeFormatter.RFC_1123_DATE_TIME::parse)
          .map(Instant::from);
    } catch (DateTimeParseException e) {
      // It only informs the caller.
      return Optional.empty();
    }
  }

  private Optional<RefusedException> closed() {
    if (leadsToNothing()) {
      return Optional.of(
          new RefusedException(Refusal.DANGLING, "the channel's target does not exist"));
    }
    return status() == 403 ? Optional.of(refusal()) : Optional.empty();
  }

  /** Whether this is the answer of a channel whose target is missing. */
  boolean leadsToNothing() {
    return status() == 404 && field(Caller.DANGLING).isPresent();
  }

  /** Whether the end of the content can be told from a broken connection. */
  boolean isDelimited() {
    return length().isPresent()
        || field("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
  }

  private Optional<String> field(String name) {
    return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
  }

  /** This answer's refusal, for the caller whose request was forwarded. */
  RefusedException refusal() {
    Refusal refusal =
        switch (status()) {
          case 400 -> Refusal.MALFORMED;
          case 401 -> Refusal.KEY_REQUIRED;
          case 403 -> Refusal.CHANNEL_CLOSED;
          case 404 -> Refusal.MISSING;
          case 409 -> Refusal.TAKEN;
          case 412 -> Refusal.CONDITION_FAILED;
          case 413 -> Refusal.TOO_LARGE;
          case 429 -> Refusal.TOO_MANY;
          case 500 -> Refusal.STORE_FAILED;
          case 503 -> Refusal.CLOSED;
          case 507 -> Refusal.NO_ROOM;
          default -> Refusal.PEER_FAILED;
        };
    String reason = field("Tig-Reason").orElse("a peer answered " + status());
    String shortened = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
    return new RefusedException(refusal, shortened.replaceAll("\\p{Cntrl}", " "));
  }

  /**
   * This answer if its status is 200; otherwise closes it.
   *
   * @throws RefusedException as the peer refused
   */
  PeerAnswer orRefusal() throws IOException {
    if (status() == 200) {
      return this;
    }
    try (this) {
      throw refusal();
    }
  }

  /**
   * Returns if the answer contains the path of a stored block of this name.
   *
   * @throws RefusedException {@link Refusal#PEER_FAILED} if not
   */
  void checkStored(BlockName name) throws IOException {
    byte[] path = content().readNBytes(LONGEST_PATH);
    String text = new String(path, US_ASCII).strip();
    if (!BlockName.parseLastSegment(text).equals(Optional.of(name))) {
      throw new RefusedException(Refusal.PEER_FAILED, "the response did not come from a tig node");
    }
  }

  InputStream content() throws IOException {
    return response.getEntity() == null
        ? InputStream.nullInputStream()
        : response.getEntity().getContent();
  }

  /** Releases the connection without waiting for content that was not read. */
  @Override
  public void close() throws IOException {
    response.close();
  }
}
