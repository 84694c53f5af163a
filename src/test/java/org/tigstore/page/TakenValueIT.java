package org.tigstore.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Whoever takes a value has its only copy. */
class TakenValueIT extends PageTest {
  @Test
  void valueThatNoEditorShowsIsSavedAsAFile() throws Exception {
    byte[] value = {0, (byte) 0xff, 'x', '\n'};
    String slot = tig().body("binary").put("/kv").asString();
    tig().body(value).put(slot).then().statusCode(200);
    openView("#/slots" + slot);
    browser().click("Take");
    browser().find("dialog[open] button.danger").click();
    browser().awaitText("#said", "saved as a file");
    Path file = browser().downloads().resolve(slot.substring(1));
    browser().await("the file", () -> Files.exists(file) && Files.size(file) == value.length);
    assertThat(file).hasBinaryContent(value);
    tig().get(slot).then().statusCode(404);
  }
}
