package org.tigstore.datadirectory;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.http.ApiKeyFile;
import org.tigstore.http.HttpTest;

/** A block has a file of its name for as long as it is there. */
class BlockFilesIT extends HttpTest {
  private void assertIsNotStored(RequestSpecification request, String text, int status) {
    request.body(text).put("/").then().statusCode(status);
    assertThat(DataFiles.of("/" + nameOf(text))).doesNotExist();
  }

  @Test
  void deletedSlotHasNoFile() {
    String path = slot("value");
    assertThat(DataFiles.of(path)).hasContent("value");
    tig().delete(path).then().statusCode(200);
    assertThat(DataFiles.of(path)).doesNotExist();
  }

  @Test
  void takenSlotHasNoFile() {
    String path = slot("value");
    assertThat(DataFiles.of(path)).hasContent("value");
    tig().get(path + "?take=1").then().statusCode(200);
    assertThat(DataFiles.of(path)).doesNotExist();
  }

  @Test
  void namedKeyHasNoFile() {
    String key = unique();
    tig().body(key).put("/kv").then().statusCode(200);
    tig().body(key).post("/kv").then().statusCode(200);
    assertThat(DataFiles.of("/" + nameOf(key))).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({"GET, ''", "GET, ?take=1", "GET, ?burst=1", "HEAD, ''", "DELETE, ''"})
  void writeChannelKeepsItsFileWhateverItRefuses(String method, String query) {
    String content = "Write only channel to tig " + slot("secret");
    for (String channel : new String[] {slot(content), sealed(content)}) {
      tig().request(method, channel + query).then().statusCode(403);
      assertThat(DataFiles.of(channel)).exists();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Digest", "Repr-Digest"})
  void bodyThatBelongsToAnotherDigestHasNoFile(String field) {
    assertIsNotStored(tig().header(field, digestOf("other")), unique(), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha-256=abc", "sha-256=:abc:", "sha-256", "=:::"})
  void bodyWithADigestThatIsNoneHasNoFile(String digest) {
    assertIsNotStored(tig().header("Content-Digest", digest), unique(), 400);
  }

  @Test
  void bodyWithOneWrongDigestAmongRightOnesHasNoFile() {
    String text = unique();
    assertIsNotStored(
        tig().header("Content-Digest", digestOf(text)).header("Repr-Digest", digestOf("other")),
        text,
        400);
  }

  @Test
  void bodyOfACallerWithoutTheKeyHasNoFile() throws IOException {
    ApiKeyFile.set("key");
    assertIsNotStored(tig(), unique(), 401);
  }
}
