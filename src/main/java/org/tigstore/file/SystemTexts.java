package org.tigstore.file;

import static java.lang.System.Logger.Level.DEBUG;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recognises errors of the operating system. Java passes on the C library's text in the language of
 * the process, and not the number. So the text is looked up in the library's own translations, all
 * that are installed, unless the process turns out to speak English. Immutable.
 */
final class SystemTexts {
  private static final System.Logger LOG = System.getLogger(SystemTexts.class.getName());
  private static final Path TRANSLATIONS = Path.of("/usr/share");
  private static final Path FULL_DEVICE = Path.of("/dev/full");
  private static final Pattern CHARSET = Pattern.compile("charset=([\\w-]+)");
  private static final Pattern SOME_LETTERS = Pattern.compile("[A-Za-z]{3}");

  // The format of catalogues: "The Format of GNU MO Files" in the manual of GNU gettext.
  private static final int MAGIC = 0x950412de;
  private static final int COUNT_AT = 8;
  private static final int KEYS_AT = 12;
  private static final int TEXTS_AT = 16;
  private static final int ENTRY_BYTES = 8;

  private final Map<String, SystemError> errors = new HashMap<>();

  private SystemTexts() {
    for (SystemError error : SystemError.values()) {
      error.texts().forEach(text -> errors.put(text, error));
    }
  }

  /** The texts that this process may meet. Read them early: too many open files prevent it. */
  static SystemTexts ofThisProcess() {
    Optional<String> full = textOfFullDevice();
    if (full.isPresent() && SystemError.ENOSPC.texts().contains(full.get())) {
      return new SystemTexts();
    }
    SystemTexts texts = ofCatalogues(TRANSLATIONS);
    // Whatever became of its letters on the way through the encodings.
    full.ifPresent(text -> texts.errors.putIfAbsent(text, SystemError.ENOSPC));
    return texts;
  }

  /** English and all languages under this directory of packages' shared files. */
  static SystemTexts ofCatalogues(Path share) {
    SystemTexts texts = new SystemTexts();
    // Distributions have more than one: locale, locale-langpack, locale-bundle.
    try (DirectoryStream<Path> collections = Files.newDirectoryStream(share, "locale*")) {
      for (Path collection : collections) {
        texts.addCollection(collection);
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.log(DEBUG, "there are no translations in " + share, e);
    }
    return texts;
  }

  /** What the system says, here and now, where there is no room. */
  private static Optional<String> textOfFullDevice() {
    try (FileChannel device = FileChannel.open(FULL_DEVICE, WRITE)) {
      device.write(ByteBuffer.allocate(1));
    } catch (FileSystemException e) {
      LOG.log(DEBUG, "this system has no full device", e);
    } catch (IOException e) {
      return Optional.ofNullable(e.getMessage());
    }
    return Optional.empty();
  }

  private void addCollection(Path collection) throws IOException {
    try (DirectoryStream<Path> languages = Files.newDirectoryStream(collection)) {
      for (Path language : languages) {
        Path catalogue = language.resolve("LC_MESSAGES/libc.mo");
        if (Files.isRegularFile(catalogue)) {
          addCatalogue(catalogue);
        }
      }
    }
  }

  private void addCatalogue(Path file) {
    try {
      ByteBuffer catalogue = ByteBuffer.wrap(Files.readAllBytes(file));
      if (catalogue.getInt(0) != MAGIC) {
        catalogue.order(ByteOrder.LITTLE_ENDIAN);
      }
      addEntries(catalogue);
    } catch (IOException | RuntimeException e) {
      LOG.log(DEBUG, "the translations in " + file + " cannot be read", e);
    }
  }

  private void addEntries(ByteBuffer catalogue) {
    int keys = catalogue.getInt(KEYS_AT);
    int texts = catalogue.getInt(TEXTS_AT);
    // The empty key has the description of the catalogue, and is the first.
    Matcher charset = CHARSET.matcher(string(catalogue, texts, ISO_8859_1));
    Charset encoding = charset.find() ? Charset.forName(charset.group(1)) : UTF_8;
    for (int entry = 1; entry < catalogue.getInt(COUNT_AT); entry++) {
      int at = entry * ENTRY_BYTES;
      SystemError error = errors.get(string(catalogue, keys + at, ISO_8859_1));
      if (error != null) {
        add(string(catalogue, texts + at, encoding), error);
      }
    }
  }

  /** The string whose length and place stand here. */
  private static String string(ByteBuffer catalogue, int at, Charset encoding) {
    int length = catalogue.getInt(at);
    int place = catalogue.getInt(at + Integer.BYTES);
    Objects.checkFromIndexSize(place, length, catalogue.capacity());
    byte[] bytes = new byte[length];
    catalogue.get(place, bytes);
    return new String(bytes, encoding);
  }

  private void add(String text, SystemError error) {
    errors.putIfAbsent(text, error);
    // The encoding of the process may lack letters of its language.
    Charset encoding = Charset.forName(System.getProperty("sun.jnu.encoding", UTF_8.name()));
    String passed = new String(text.getBytes(encoding), encoding);
    if (SOME_LETTERS.matcher(passed).find()) {
      errors.putIfAbsent(passed, error);
    }
  }

  /** The error that the failure comes from; empty if it is none that matters. */
  Optional<SystemError> errorOf(IOException failure) {
    if (failure instanceof AccessDeniedException) {
      return Optional.of(SystemError.EACCES);
    }
    @Nullable String text =
        failure instanceof FileSystemException named ? named.getReason() : failure.getMessage();
    return Optional.ofNullable(errors.get(text));
  }
}
