package org.tigstore.datadirectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.not;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.http.HttpTest;
import org.tigstore.http.RawConnection;
import org.tigstore.http.RequestFigures;
import org.tigstore.http.Scrape;
import org.tigstore.http.VariesByServer;

/** Sealed blocks whose files are no longer what they were. */
class DamageIT extends HttpTest {
  @ParameterizedTest
  @VariesByServer
  @ValueSource(strings = {"other bytes of some length", "", "x"})
  void damageIsReportedOnceAndThenTheBlockIsGone(String damage) throws IOException {
    String path = sealed(unique());
    read(path);
    DataFiles.damage(path, damage);
    tig()
        .get(path)
        .then()
        .statusCode(500)
        .header("Tig-Reason", containsString("damaged"))
        .body(emptyString());
    tig().get(path).then().statusCode(404).body(emptyString());
  }

  @Test
  void damageOfTheSameSizeIsFound() throws IOException {
    String text = unique();
    String path = sealed(text);
    DataFiles.damage(path, "X" + text.substring(1));
    tig().get(path).then().statusCode(500).body(not(containsString(text.substring(1))));
  }

  @Test
  void damagedFileIsSetAside() throws IOException {
    String path = sealed(unique());
    DataFiles.damage(path, "evidence");
    tig().get(path).then().statusCode(500);
    assertThat(DataFiles.of(path)).doesNotExist();
    assertThat(DataFiles.damaged(path)).hasContent("evidence");
  }

  @Test
  void storingTheBytesAgainHeals() throws IOException {
    String text = unique();
    String path = sealed(text);
    DataFiles.damage(path, "damage");
    tig().get(path).then().statusCode(500);
    assertThat(sealed(text)).isEqualTo(path);
    assertThat(read(path)).isEqualTo(text);
  }

  @Test
  void storingTheBytesAgainHealsWhatNobodyHasSeenYet() throws IOException {
    String text = unique();
    String path = sealed(text);
    DataFiles.damage(path, "damage");
    assertThat(sealed(text)).isEqualTo(path);
    assertThat(read(path)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"HEAD, ''", "GET, ?take=1", "GET, ?chtimes=0", "GET, ?burst=1"})
  void noReadingGivesDamagedBytes(String method, String query) throws IOException {
    String path = sealed(unique());
    DataFiles.damage(path, "damage");
    tig().request(method, path + query).then().statusCode(500).body(emptyString());
    tig().get(path).then().statusCode(404);
  }

  @Test
  void partsAndConditionsAreNotAnsweredFromDamage() throws IOException {
    String text = unique();
    String path = sealed(text);
    DataFiles.damage(path, "X" + text.substring(1));
    tig().header("If-None-Match", tagOf(text)).get(path).then().statusCode(500);
    String other = sealed(text + text);
    DataFiles.damage(other, "X" + text);
    tig().header("Range", "bytes=0-3").get(other).then().statusCode(500);
  }

  @Test
  void burstNamesTheDamagedPart() throws IOException {
    String part = sealed(unique());
    String index = sealed(sealed("abc") + "\n" + part);
    DataFiles.damage(part, "damage");
    tig()
        .get(index + "?burst=1")
        .then()
        .statusCode(500)
        .header("Tig-Reason", containsString(part.substring(1)))
        .body(emptyString());
    tig().get(index + "?burst=1").then().statusCode(404);
  }

  @Test
  void problemOfADamagedBlockIsTold() throws IOException {
    String path = sealed(unique());
    DataFiles.damage(path, "damage");
    tig()
        .accept("application/problem+json")
        .get(path)
        .then()
        .statusCode(500)
        .contentType("application/problem+json")
        .body("detail", containsString("damaged"));
  }

  @ParameterizedTest
  @CsvSource({"'', */*", "'', application/json", "?chtimes=1, */*", "?chtimes=1, application/json"})
  @VariesByServer
  void aBlockThatIsChangedWhileItIsSentIsNotSentToItsEnd(String query, String accept)
      throws IOException {
    // Two connections hold it in a cluster; the last chunk would be filled by an error's document.
    int length = 2 * RawConnection.MORE_THAN_IT_HOLDS + 50;
    String path = sealed(unique().repeat(length / 36 + 1).substring(0, length));
    try (RawConnection connection = slowConnection()) {
      connection.head("GET " + path + query, "Accept: " + accept, "Connection: close");
      assertThat(connection.answerHead().status()).isEqualTo(200);
      DataFiles.damage(path, "X".repeat(length));

      assertThat(connection.countRest()).isLessThan(length);
    }
  }

  @Test
  void damagedBlockCountsAsFailed() throws Exception {
    String sealed = sealed(unique());
    DataFiles.damage(sealed, "damage");
    RequestFigures figures = new RequestFigures(this::tig);
    Scrape before = figures.settled();

    assertThat(tig().get(sealed).statusCode()).isGreaterThanOrEqualTo(500);

    figures.awaitRise(before, Map.of("read failed", 1L));
  }

  @Test
  void otherBlocksAreNotAffected() throws IOException {
    String damaged = sealed(unique());
    String text = unique();
    String path = sealed(text);
    DataFiles.damage(damaged, "damage");
    tig().get(damaged).then().statusCode(500);
    assertThat(read(path)).isEqualTo(text);
  }

  @Test
  void slotChangedFromOutsideIsJustANewValue() throws IOException {
    String path = slot("value");
    read(path);
    Files.writeString(DataFiles.of(path), "changed");
    assertThat(read(path)).isEqualTo("changed");
  }

  @Test
  void blockBroughtBackByABackupIsServed() throws IOException {
    String text = unique();
    String path = "/" + nameOf(text);
    Files.writeString(DataFiles.of(path), text);
    assertThat(read(path)).isEqualTo(text);
    tig().body("x").put(path).then().statusCode(409);
  }
}
