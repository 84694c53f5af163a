package org.tigstore.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.Seed;

/** Errors of the system are recognised by their text in any language. */
class SystemTextsTest {
  @TempDir Path share;

  /** A translation of every text, with letters that encodings have in different places. */
  private static Map<String, String> translations() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (SystemError error : SystemError.values()) {
      error.texts().forEach(text -> texts.put(text, "für Gerät: " + text));
    }
    texts.put("Success", "Erfolg");
    return texts;
  }

  /** A catalogue in the format of GNU gettext. */
  private static byte[] catalogue(Map<String, String> texts, ByteOrder order, Charset encoding) {
    Map<String, String> entries = new LinkedHashMap<>();
    entries.put("", "Content-Type: text/plain; charset=" + encoding.name() + "\n");
    entries.putAll(texts);
    int tables = 28;
    int place = tables + 16 * entries.size();
    ByteBuffer bytes = ByteBuffer.allocate(100_000).order(order);
    bytes.putInt(0x950412de).putInt(0).putInt(entries.size());
    bytes.putInt(tables).putInt(tables + 8 * entries.size());
    int entry = 0;
    for (Map.Entry<String, String> text : entries.entrySet()) {
      int at = tables + 8 * entry++;
      place = put(bytes, at, place, text.getKey().getBytes(encoding));
      place = put(bytes, at + 8 * entries.size(), place, text.getValue().getBytes(encoding));
    }
    return Arrays.copyOf(bytes.array(), place);
  }

  private static int put(ByteBuffer bytes, int at, int place, byte[] string) {
    bytes.putInt(at, string.length).putInt(at + 4, place).put(place, string);
    return place + string.length + 1;
  }

  private void install(byte[] catalogue) throws IOException {
    Path directory = share.resolve("locale-langpack/xx/LC_MESSAGES");
    Files.createDirectories(directory);
    Files.write(directory.resolve("libc.mo"), catalogue);
  }

  private static void assertRecognised(SystemTexts texts, String text, SystemError error) {
    assertThat(texts.errorOf(new IOException(text))).as(text).contains(error);
    assertThat(texts.errorOf(new FileSystemException("/data/x", null, text))).contains(error);
  }

  private static void assertEnglish(SystemTexts texts) {
    for (SystemError error : SystemError.values()) {
      error.texts().forEach(text -> assertRecognised(texts, text, error));
    }
  }

  @Test
  void cataloguesOfAnyByteOrderAndEncodingAreRead() throws IOException {
    for (ByteOrder order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      for (Charset encoding : new Charset[] {UTF_8, ISO_8859_1}) {
        install(catalogue(translations(), order, encoding));
        SystemTexts texts = SystemTexts.ofCatalogues(share);

        assertEnglish(texts);
        for (SystemError error : SystemError.values()) {
          error.texts().forEach(text -> assertRecognised(texts, "für Gerät: " + text, error));
        }
        assertThat(texts.errorOf(new IOException("Erfolg"))).isEmpty();
      }
    }
  }

  @Test
  void aBrokenCatalogueCostsNothingElse() throws IOException {
    Random random = new Random(Seed.of(SystemTextsTest.class));
    byte[] whole = catalogue(translations(), ByteOrder.LITTLE_ENDIAN, UTF_8);
    for (int round = 0; round < 300; round++) {
      byte[] broken = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int change = random.nextInt(4); change > 0 && broken.length > 0; change--) {
        broken[random.nextInt(Math.min(broken.length, 600))] = (byte) random.nextInt();
      }
      install(broken);
      assertEnglish(SystemTexts.ofCatalogues(share));
    }
  }

  @Test
  void noCataloguesAtAllLeaveEnglish() {
    assertEnglish(SystemTexts.ofCatalogues(share.resolve("absent")));
  }

  @Test
  void aTextWithinAnotherIsNotTheSame() {
    SystemTexts texts = SystemTexts.ofCatalogues(share);
    String text = SystemError.ENOSPC.texts().get(0);

    assertThat(texts.errorOf(new IOException("/data/" + text))).isEmpty();
    assertThat(texts.errorOf(new IOException(text + " "))).isEmpty();
    assertThat(texts.errorOf(new FileSystemException(text, null, "Is a directory"))).isEmpty();
    assertThat(texts.errorOf(new NoSuchFileException(text))).isEmpty();
    assertThat(texts.errorOf(new IOException())).isEmpty();
    assertThat(texts.errorOf(new AccessDeniedException("x"))).contains(SystemError.EACCES);
  }
}
