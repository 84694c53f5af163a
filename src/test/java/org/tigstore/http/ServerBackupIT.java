package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.command.TigShell;

/** A backup of whichever server, by the command. */
@VariesByServer
class ServerBackupIT extends HttpTest {
  @TempDir Path directory;

  @Test
  void theCommandCopiesSealedBlocksAndSlots() throws Exception {
    String sealed = sealed(unique());
    String value = unique();
    String slot = slot(value);
    byte[] bytes = readBytes(sealed);
    ApiKeyFile.set("key");

    TigShell.Ended ran =
        new TigShell(directory, Map.of("TIG_SERVER", host(), "TIG_APIKEY", "key"))
            .run("tig backup .");

    // Other tests may have left channels, which it names.
    assertThat(ran.code()).as(ran.errors()).isIn(0, 3);
    assertThat(directory.resolve(sealed.substring(1))).hasBinaryContent(bytes);
    assertThat(directory.resolve(slot.substring(1))).hasContent(value);
  }
}
