package org.tigstore.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The seed document's transcripts: the same requests give the same output. */
@VariesByServer
class SeedTranscriptIT extends HttpTest {
  private static final String SEALED =
      "/181210f8f9c779c26da1d9b2075bde0127302ee0e3fca38c9a83f5b1dd8e5d3b.tig";
  private static final String KEY_VALUE =
      "/e410f72ef5d487f68543eb898ac2e9d4ddfed0b824f28f481a63ea1dca8a383a.tig";
  private static final String EXCLUSIVE =
      "/7574284e16a554088122dcd49e69f96061965d7c599f834393b563fb31854c7f.tig";
  private static final String MUTABLE =
      "/971dc2a3b9c2774f7b6d4fbb72984bd1407ca6cc2e9e1b7c581f6aaf4199918c.tig";
  private static final String FIRST_READ_ONLY =
      "/abb240c53a62c037d5997d3e0db5aa9d30a6e2264b50f32bb01c253b27523948.tig";
  private static final String SECOND_READ_ONLY =
      "/29fed4c1dcde487e1216f525f4faf6e5c9d03fb4ae74b6f664684df5e228af3a.tig";
  private static final String INDEX =
      "/1bc742e60c70acf19ff57998fb85e129a69396526a3c7fc114d2df4acb54248e.tig";
  private static final List<String> PARTS =
      List.of(
          "/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.tig",
          "/cb8379ac2098aa165029e3938a51da0bcecfc008fd6795f401178647f96c5b34.tig",
          "/50ae61e841fac4e8f9e40baf2ad36ec868922ea48368c18f9535e47db56dd7fb.tig");

  /** Each transcript starts without its slots; nothing in it depends on sealed blocks of before. */
  @BeforeEach
  void deleteSlots() {
    for (String path : List.of(KEY_VALUE, EXCLUSIVE, MUTABLE)) {
      assertThat(tig().delete(path).statusCode()).isIn(200, 404);
    }
  }

  private String put(String path, String body) {
    return output(tig().body(body.getBytes(UTF_8)).put(path));
  }

  private String get(String path) {
    return output(tig().get(path));
  }

  private String delete(String path) {
    return output(tig().delete(path));
  }

  /** What curl prints. */
  private static String output(Response response) {
    return response.then().extract().asString();
  }

  @Test
  void readOnlyStorageIsAddressedByHash() {
    assertThat(put("", "123\n")).isEqualTo(SEALED);
    assertThat(output(tig().body("123\n").post(""))).isEqualTo(SEALED);
    assertThat(get(SEALED)).isEqualTo("123\n");
  }

  @Test
  void readOnlyStorageCannotBeDeletedOrOverwritten() {
    put("/", "123\n");
    assertThat(delete(SEALED)).isEmpty();
    assertThat(get(SEALED)).isEqualTo("123\n");
    assertThat(put(SEALED + "?format=http://127.0.0.1:7777*", "245\n")).isEmpty();
    assertThat(get(SEALED)).isEqualTo("123\n");
  }

  @Test
  void errorsPrintNothing() {
    assertThat(get("/randomfileunauthorized")).isEmpty();
  }

  @Test
  void answersAreFormatted() {
    assertThat(put("/?format=http://127.0.0.1:7777*", "123\n"))
        .isEqualTo("http://127.0.0.1:7777" + SEALED);
  }

  @Test
  void keysCarryValuesUntilDeleted() {
    String formatted = KEY_VALUE + "?format=http://127.0.0.1:7777*";
    assertThat(put(formatted, "123\n")).isEqualTo("http://127.0.0.1:7777" + KEY_VALUE);
    assertThat(get(KEY_VALUE)).isEqualTo("123\n");
    assertThat(put(formatted, "456\n")).isEqualTo("http://127.0.0.1:7777" + KEY_VALUE);
    assertThat(get(KEY_VALUE)).isEqualTo("456\n");
    assertThat(delete(KEY_VALUE)).isEqualTo(KEY_VALUE);
    assertThat(get(KEY_VALUE)).isEmpty();
    assertThat(delete(KEY_VALUE)).isEmpty();
    assertThat(get(KEY_VALUE)).isEmpty();
  }

  @Test
  void burstsJoinBlocks() {
    assertThat(List.of(put("/", "abc"), put("/", "def"), put("/", "ghi"))).isEqualTo(PARTS);
    String lines = String.join("\n", PARTS) + "\n";
    assertThat(put("/?format=*", lines)).isEqualTo(INDEX);
    assertThat(get(INDEX)).isEqualTo(lines);
    assertThat(get(INDEX + "?burst=1")).isEqualTo("abcdefghi");
  }

  @Test
  void burstsJoinBlocksOfFullAddresses() {
    StringBuilder lines = new StringBuilder();
    for (String part : List.of("abc", "def", "ghi")) {
      lines.append(put("/?format=http://127.0.0.1:7777*", part)).append('\n');
    }
    assertThat(get(put("/", lines.toString()) + "?burst=1")).isEqualTo("abcdefghi");
  }

  @Test
  void exclusiveSlotIsSetOnce() {
    assertThat(put(EXCLUSIVE + "?setifnot=1", "123\n")).isEqualTo(EXCLUSIVE);
    assertThat(put(EXCLUSIVE + "?setifnot=1", "456\n")).isEmpty();
    assertThat(get(EXCLUSIVE)).isEqualTo("123\n");
  }

  @Test
  void appendingGrowsALog() {
    put(EXCLUSIVE + "?setifnot=1", "123\n");
    assertThat(put(EXCLUSIVE + "?append=1", "We added one more file.\n")).isEqualTo(EXCLUSIVE);
    assertThat(get(EXCLUSIVE)).isEqualTo("123\nWe added one more file.\n");
  }

  @Test
  void readersFollowAMutableBlockThroughBursts() {
    assertThat(put("/", "This is a read-only block.\n")).isEqualTo(FIRST_READ_ONLY);
    assertThat(put(MUTABLE, FIRST_READ_ONLY)).isEqualTo(MUTABLE);
    assertThat(get(MUTABLE)).isEqualTo(FIRST_READ_ONLY);
    assertThat(get(MUTABLE + "?burst=1")).isEqualTo("This is a read-only block.\n");
    assertThat(put("/", "This is a second read-only block.\n")).isEqualTo(SECOND_READ_ONLY);
    assertThat(put(MUTABLE, SECOND_READ_ONLY)).isEqualTo(MUTABLE);
    assertThat(get(MUTABLE + "?burst=1")).isEqualTo("This is a second read-only block.\n");
  }

  @Test
  void readersCannotChangeWhatTheyRead() {
    put("/", "This is a read-only block.\n");
    assertThat(put(FIRST_READ_ONLY, "This is a third read-only block.\n")).isEmpty();
    assertThat(get(FIRST_READ_ONLY)).isEqualTo("This is a read-only block.\n");
    assertThat(delete(FIRST_READ_ONLY)).isEmpty();
    assertThat(get(FIRST_READ_ONLY)).isEqualTo("This is a read-only block.\n");
  }
}
