package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.Body;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.protocol.DigestFields;

/**
 * What the fields of a write say of its body: where it ends, how it is encoded, which part of what
 * it is, and its digests. Whatever would make the stored bytes other than those that the caller
 * means is refused. For one thread.
 */
final class BodyFields implements Body.Digests {
  private static final String TRANSFER_ENCODING = "Transfer-Encoding";
  private static final String CHUNKED = "chunked";
  private static final String IDENTITY = "identity";
  private static final Set<String> PLAIN = Set.of("7bit", "8bit", "binary", IDENTITY);
  private static final Pattern COMMA = Pattern.compile("[ \\t]*,[ \\t]*");
  private static final Pattern ENVELOPE =
      Pattern.compile("multipart/(form-data|byteranges)\\s*(;.*)?", Pattern.DOTALL);
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  /** What must not follow a body (RFC 9110, section 6.5.1). */
  private static final Set<String> NOT_BEHIND =
      Set.of(
          "content-encoding",
          "content-length",
          "content-range",
          "content-transfer-encoding",
          "content-type",
          "transfer-encoding",
          "upload-complete",
          "upload-offset");

  private final HttpServletRequest request;
  private final DigestFields digests = new DigestFields();
  private long length = Body.UNKNOWN_LENGTH;

  /**
   * Reads the header fields.
   *
   * @throws RefusedException if a field says what tig does not understand or follow
   */
  BodyFields(HttpServletRequest request) throws RefusedException {
    this.request = request;
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        read(name, value);
      }
    }
  }

  /**
   * Returns if the request tells for sure where its body ends (RFC 9112, sections 6.1 and 6.3), as
   * far as the server has not decided that.
   *
   * @throws RefusedException {@link Refusal#FRAMING_FAULTY}, {@link Refusal#UNKNOWN_CODING} or
   *     {@link Refusal#LENGTH_REQUIRED}
   */
  static void checkFraming(HttpServletRequest request, boolean write) throws RefusedException {
    if (request.getHeader(TRANSFER_ENCODING) != null) {
      checkCodings(request);
    } else if (write && isOld(request) && request.getHeader(HttpHeaders.CONTENT_LENGTH) == null) {
      // Such a body would end with the connection (RFC 1945, section 7.2.2).
      throw new RefusedException(
          Refusal.LENGTH_REQUIRED, "a write by HTTP/1.0 needs a Content-Length");
    }
  }

  private static boolean isOld(HttpServletRequest request) {
    return request.getProtocol().equals("HTTP/1.0");
  }

  private static void checkCodings(HttpServletRequest request) throws RefusedException {
    String value = String.join(",", Collections.list(request.getHeaders(TRANSFER_ENCODING)));
    // Any other white space would be a part of the coding's name.
    List<String> codings =
        Arrays.stream(COMMA.split(value.toLowerCase(Locale.ROOT), -1))
            .filter(Predicate.not(String::isEmpty))
            .toList();
    boolean contradictory = isOld(request) || request.getHeader(HttpHeaders.CONTENT_LENGTH) != null;
    if (contradictory || codings.indexOf(CHUNKED) != codings.size() - 1 || codings.isEmpty()) {
      throw new RefusedException(
          Refusal.FRAMING_FAULTY,
          "Transfer-Encoding must end with chunked, once, by HTTP/1.1 and without Content-Length");
    }
    if (codings.size() > 1) {
      throw new RefusedException(
          Refusal.UNKNOWN_CODING, "chunked is the only transfer coding that is decoded");
    }
  }

  private void read(String name, String value) throws RefusedException {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "content-length" -> readLength(value.strip());
      case "content-type" -> checkType(value.strip().toLowerCase(Locale.ROOT));
      case "content-encoding" -> checkEncoding(name, value, Set.of(IDENTITY));
      case "content-transfer-encoding" -> checkEncoding(name, value, PLAIN);
      case "content-range", "upload-offset" -> throw partial(name);
      case "upload-complete" -> {
        if (!value.strip().equals("?1")) {
          throw partial(name);
        }
      }
      case "trailer" -> digests.addTrailers(value);
      default -> digests.add(name, value);
    }
  }

  private void readLength(String value) throws RefusedException {
    try {
      long announced = DIGITS.matcher(value).matches() ? Long.parseLong(value) : -1;
      if (announced >= 0 && (length == Body.UNKNOWN_LENGTH || length == announced)) {
        length = announced;
        return;
      }
    } catch (NumberFormatException e) {
      throw new RefusedException(Refusal.MALFORMED, "Content-Length is not valid", e);
    }
    throw new RefusedException(Refusal.MALFORMED, "Content-Length is not valid");
  }

  private static void checkType(String value) throws RefusedException {
    if (ENVELOPE.matcher(value).matches()) {
      throw new RefusedException(
          Refusal.ENVELOPED,
          "a multipart body would be stored with its envelope: send the bytes alone, as curl -T -"
              + " <FILE or curl --data-binary @FILE does");
    }
  }

  private static void checkEncoding(String name, String value, Set<String> plain)
      throws RefusedException {
    for (String coding : value.split(",", -1)) {
      String stripped = coding.strip().toLowerCase(Locale.ROOT);
      if (!stripped.isEmpty() && !plain.contains(stripped)) {
        throw new RefusedException(
            Refusal.ENCODED,
            name + " would be lost: send encoded bytes without it, or the plain bytes");
      }
    }
  }

  private static RefusedException partial(String name) {
    return new RefusedException(
        Refusal.MALFORMED,
        name + " says that the body is a part, and only whole bodies are stored");
  }

  /** The body of these bytes. */
  Body body(InputStream bytes) {
    return new Body(digests.watch(bytes), length, this);
  }

  @Override
  public boolean announced() {
    return digests.announced();
  }

  /** Checks the digests that follow the body, too, where the server hands them on. */
  @Override
  public void check(BlockName contentName) throws RefusedException {
    for (Map.Entry<String, String> trailer : trailers().entrySet()) {
      if (NOT_BEHIND.contains(trailer.getKey().toLowerCase(Locale.ROOT))) {
        throw new RefusedException(
            Refusal.MALFORMED, trailer.getKey() + " must not follow the body");
      }
      digests.add(trailer.getKey(), trailer.getValue());
    }
    digests.check(contentName);
  }

  private Map<String, String> trailers() {
    @Nullable Map<String, String> trailers =
        request.isTrailerFieldsReady() ? request.getTrailerFields() : Map.of();
    return trailers == null ? Map.of() : trailers;
  }
}
