package org.tigstore.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.io.CloseMode;
import org.tigstore.block.BlockName;

/** A server's answer, whose content is still to be read. For one thread. */
final class Answer implements Closeable {
  private static final int LONGEST_REASON = 300;
  private static final int LONGEST_PATH = 8192;
  private static final int READ_IN_VAIN_BYTES = 4096;

  private final String server;
  private final CloseableHttpResponse response;

  /**
   * Of a server.
   *
   * @param server what messages call it
   */
  Answer(String server, ClassicHttpResponse response) {
    this.server = server;
    this.response = CloseableHttpResponse.adapt(response);
  }

  int status() {
    return response.getCode();
  }

  boolean isFromTig() {
    return field("Tig-Reason").isPresent();
  }

  Optional<String> field(String name) {
    return Optional.ofNullable(response.getFirstHeader(name)).map(Header::getValue);
  }

  Optional<Duration> retryAfter() {
    return field("Retry-After")
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  OptionalLong length() {
    Optional<String> length = field("Content-Length").filter(text -> text.matches("\\d{1,18}"));
    return length.isPresent()
        ? OptionalLong.of(Long.parseLong(length.get()))
        : OptionalLong.empty();
  }

  /** The SHA-256 of the block's bytes, as the server tells it. */
  Optional<BlockName> tag() {
    return field("ETag")
        .filter(tag -> tag.length() > 1 && tag.startsWith("\"") && tag.endsWith("\""))
        .flatMap(tag -> BlockName.parseDigits(tag.substring(1, tag.length() - 1)));
  }

  /** How long the block lives from now if it is not touched, by the server's clock. */
  Optional<Duration> timeLeft() {
    Optional<Instant> expires = date("Tig-Expires");
    Optional<Instant> now = date("Date");
    return expires.isPresent() && now.isPresent()
        ? Optional.of(Duration.between(now.get(), expires.get()))
        : Optional.empty();
  }

  private Optional<Instant> date(String name) {
    try {
      return field(name).map(DateTimeFormatter.RFC_1123_DATE_TIME::parse).map(Instant::from);
    } catch (DateTimeParseException e) {
      // As good as none.
      return Optional.empty();
    }
  }

  /** The content; closing it closes this answer. */
  InputStream content() throws IOException {
    InputStream bytes =
        response.getEntity() == null
            ? InputStream.nullInputStream()
            : response.getEntity().getContent();
    return new FilterInputStream(bytes) {
      @Override
      public int read(byte[] target, int offset, int count) throws IOException {
        return in.read(target, offset, count);
      }

      @Override
      public void close() throws IOException {
        Answer.this.close();
      }
    };
  }

  /**
   * The name at the end of the path that is this answer's content.
   *
   * @throws ServerException if there is no path: the reference implementation answers so, with
   *     status 200, to writes that it refuses
   */
  BlockName path() throws IOException {
    String text = new String(content().readNBytes(LONGEST_PATH), US_ASCII).strip();
    return BlockName.parseLastSegment(text)
        .orElseThrow(
            () ->
                wrong(
                    text.isEmpty()
                        ? "did not execute the request, and does not say why"
                        : "is not a tig server"));
  }

  /** That the server refused the request. */
  ServerException refusal() {
    String reason = field("Tig-Reason").orElse(response.getReasonPhrase());
    String text = reason == null ? "" : reason.replaceAll("\\p{Cntrl}", " ").strip();
    String shortened = text.substring(0, Math.min(text.length(), LONGEST_REASON));
    return wrong("answers " + status() + (shortened.isEmpty() ? "" : " (" + shortened + ")"));
  }

  /** That this answer cannot be used. */
  ServerException wrong(String what) {
    return new ServerException(status(), server + " " + what);
  }

  /** Releases the connection, which serves other requests unless much is left to read. */
  @Override
  public void close() {
    try {
      if (length().orElse(Long.MAX_VALUE) <= READ_IN_VAIN_BYTES && response.getEntity() != null) {
        response.getEntity().getContent().readAllBytes();
      }
    } catch (IOException e) {
      // What was wanted of this answer is there, and the connection is closed.
    } finally {
      response.close(CloseMode.IMMEDIATE);
    }
  }
}
