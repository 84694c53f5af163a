package org.tigstore.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Sha256;

/**
 * The API key: the content of a file in UTF-8, as {@link Secret#written}; if the file does not
 * exist, a fixed key or none. The file is read on every use, so changes take effect at once; only a
 * dangling link, where there was no file, may take a second to. An empty file is a key that no
 * request can match. Safe for any number of threads.
 */
public final class ApiKey {
  private static final int MAX_BYTES = 4096;

  /** What a server makes of bytes that are not all ASCII. */
  private static final Pattern IN_BYTES =
      Pattern.compile("(?s)[\\x00-\\xff]*[\\x80-\\xff][\\x00-\\xff]*");

  /** How long a dangling link may go undetected where there was no file before. */
  private static final long LINK_CHECK_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path file;
  private final Optional<Secret> fallback;
  private volatile long missingUntil = System.nanoTime();

  /** Uses the key in this file, or else the fallback. */
  public ApiKey(Path file, Optional<Secret> fallback) {
    this.file = file;
    this.fallback = fallback;
  }

  /**
   * Whether a key is set.
   *
   * @throws RefusedException {@link Refusal#STORE_FAILED} if the file cannot be read
   */
  public boolean isSet() throws RefusedException {
    return current().isPresent();
  }

  /**
   * Whether one of these is the key, in constant time. A plus sign of the key may be a space in the
   * query, where forms write a space as a plus sign. Characters may be bytes of UTF-8, which most
   * servers read as ISO 8859-1.
   *
   * @throws RefusedException {@link Refusal#STORE_FAILED} if the file cannot be read
   */
  public boolean isAmong(Keys given) throws RefusedException {
    Optional<Secret> key = current();
    if (key.isEmpty() || key.get().value().isEmpty()) {
      return false;
    }
    String text = key.get().value();
    boolean found = isAmong(text, given.all());
    if (text.indexOf('+') >= 0) {
      found |= isAmong(text.replace('+', ' '), given.query().stream().toList());
    }
    return found;
  }

  // Digests have one length, so comparing them does not reveal the length of the key.
  private static boolean isAmong(String key, List<Secret> given) {
    byte[] expected = digest(key, UTF_8);
    boolean found = false;
    for (Secret candidate : given) {
      found |= MessageDigest.isEqual(expected, digest(candidate.value(), UTF_8));
      if (IN_BYTES.matcher(candidate.value()).matches()) {
        found |= MessageDigest.isEqual(expected, digest(candidate.value(), ISO_8859_1));
      }
    }
    return found;
  }

  private static byte[] digest(String text, Charset charset) {
    return Sha256.start().digest(text.getBytes(charset));
  }

  /**
   * The key itself, which this node sends to its peers.
   *
   * @throws RefusedException {@link Refusal#STORE_FAILED} if the file cannot be read
   */
  public Optional<Secret> value() throws RefusedException {
    return current();
  }

  private Optional<Secret> current() throws RefusedException {
    // A single system call without an exception: most servers have no such file.
    if (System.nanoTime() - missingUntil < 0 && !file.toFile().exists()) {
      return fallback;
    }
    try {
      if (Files.exists(file, NOFOLLOW_LINKS) && !Files.isRegularFile(file)) {
        throw new IOException("the API key file is not a regular file");
      }
      return Optional.of(read());
    } catch (NoSuchFileException e) {
      missingUntil = System.nanoTime() + LINK_CHECK_NANOS;
      return fallback;
    } catch (IOException e) {
      throw new RefusedException(Refusal.STORE_FAILED, "the API key cannot be read", e);
    }
  }

  private Secret read() throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      byte[] text = bytes.readNBytes(MAX_BYTES + 1);
      if (text.length > MAX_BYTES) {
        throw new IOException("the API key file is longer than " + MAX_BYTES + " bytes");
      }
      // Strict: otherwise all invalid bytes would become the same key.
      String decoded = UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
      if (decoded.indexOf('\0') >= 0) {
        throw new CharacterCodingException();
      }
      return Secret.written(decoded);
    } catch (CharacterCodingException e) {
      throw new IOException("the API key file is not in UTF-8", e);
    }
  }
}
