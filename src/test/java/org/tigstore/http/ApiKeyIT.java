package org.tigstore.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API key: who may change and list, and who may not. */
class ApiKeyIT extends HttpTest {
  private static final String KEY = "Secret-7";
  private static final String CHANGES =
      """
      PUT,    /,        ''
      POST,   /,        ''
      PUT,    {slot},   ''
      POST,   {slot},   ''
      PUT,    {slot},   append=1
      PUT,    {slot},   setifnot=1
      GET,    {slot},   take=1
      GET,    {sealed}, take=1
      DELETE, {slot},   ''
      DELETE, {sealed}, ''
      GET,    /,        ''
      """;

  private String slot = "";
  private String sealed = "";

  @BeforeEach
  void storeAndSetTheKey() throws IOException {
    slot = slot("value");
    sealed = sealed("sealed");
    ApiKeyFile.set(KEY);
  }

  private String path(String template, String query) {
    String path = template.replace("{slot}", slot).replace("{sealed}", sealed);
    return query.isEmpty() ? path : path + "?" + query;
  }

  private static Response sent(RequestSpecification request, String method, String path) {
    return request.body("").request(method, path);
  }

  @ParameterizedTest
  @CsvSource(textBlock = CHANGES)
  void changesAndTheListNeedTheKey(String method, String template, String query) {
    sent(tig(), method, path(template, query)).then().statusCode(401).body(emptyString());
    assertThat(read(slot)).isEqualTo("value");
  }

  @ParameterizedTest
  @CsvSource(textBlock = CHANGES)
  void wrongKeyOpensNothing(String method, String template, String query) {
    String path = path(template, query);
    for (String wrong : new String[] {"secret-7", "Secret-", "Secret-77", ""}) {
      sent(tig().header("X-API-Key", wrong), method, path).then().statusCode(401);
    }
    assertThat(read(slot)).isEqualTo("value");
  }

  @VariesByServer
  @ParameterizedTest
  @ValueSource(strings = {"?apikey=Secret-7", "?apikey=%53ecret%2d7", "?format=*&apikey=Secret-7"})
  void keyMayStandInTheQuery(String query) {
    tig().body("new").put(slot + query).then().statusCode(200);
    assertThat(read(slot)).isEqualTo("new");
  }

  @VariesByServer
  @ParameterizedTest
  @CsvSource({
    "X-API-Key, Secret-7",
    "Authorization, Bearer Secret-7",
    "Authorization, bearer Secret-7",
    "Authorization, Basic YW55Ym9keTpTZWNyZXQtNw==",
    "Authorization, basic OlNlY3JldC03"
  })
  void keyMayStandInAHeaderField(String field, String value) {
    tig().header(field, value).body("new").put(slot).then().statusCode(200);
    assertThat(read(slot)).isEqualTo("new");
  }

  @VariesByServer
  @ParameterizedTest
  @CsvSource({
    "Authorization, Basic Secret-7",
    "Authorization, Basic U2VjcmV0LTc=",
    "Authorization, Basic U2VjcmV0LTc6",
    "Authorization, Secret-7",
    "Cookie, apikey=Secret-7"
  })
  void keyCountsNowhereElse(String field, String value) {
    tig().header(field, value).body("new").put(slot).then().statusCode(401);
    tig().body("apikey=Secret-7").put(slot).then().statusCode(401);
    assertThat(read(slot)).isEqualTo("value");
  }

  @ParameterizedTest
  @CsvSource({"PUT, ''", "PUT, append=1", "GET, take=1", "DELETE, ''"})
  void rightKeyOpensEveryChange(String method, String query) {
    String separator = query.isEmpty() ? "?apikey=" : "&apikey=";
    sent(tig(), method, path("{slot}", query) + separator + KEY).then().statusCode(200);
  }

  @Test
  void rightKeyOpensTheList() {
    tig().get(list("apikey=" + KEY)).then().statusCode(200).body(containsString(slot));
    tig().header("X-API-Key", KEY).get(list("")).then().statusCode(200).body(containsString(slot));
  }

  @Test
  void rightKeyOpensNoSealedBlock() {
    tig().delete(sealed + "?apikey=" + KEY).then().statusCode(409);
    tig().body("x").put(sealed + "?apikey=" + KEY).then().statusCode(409);
  }

  @Test
  void readingNeedsNoKey() {
    tig().get(slot).then().statusCode(200);
    tig().head(sealed).then().statusCode(200);
    tig().get(slot + "?apikey=wrong").then().statusCode(200);
    tig().get(freshSlot()).then().statusCode(404);
  }

  @Test
  void burstsNeedNoKey() throws IOException {
    ApiKeyFile.remove();
    String index = sealed(sealed + "\n" + slot);
    ApiKeyFile.set(KEY);
    assertThat(read(index + "?burst=1")).isEqualTo("sealedvalue");
  }

  @Test
  void namingAKeyNeedsNoKey() {
    tig().body("x").put("/kv").then().statusCode(200);
  }

  @Test
  void channelGivesNoWriterTheKey() throws IOException {
    ApiKeyFile.remove();
    String channel = slot("Write only channel to tig " + slot);
    ApiKeyFile.set(KEY);
    tig().body("new").put(channel).then().statusCode(401);
    tig().header("X-API-Key", KEY).body("new").put(channel).then().statusCode(200);
    assertThat(read(slot)).isEqualTo("new");
  }

  @VariesByServer
  @Test
  void refusedCallerIsToldHowToIdentify() {
    String challenge =
        tig().delete(slot).then().statusCode(401).extract().header("WWW-Authenticate");
    assertThat(challenge).startsWith("Bearer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r", "\n\n"})
  void lineEndsAreNoPartOfTheKey(String end) throws IOException {
    ApiKeyFile.set(KEY + end);
    tig().delete(slot + "?apikey=" + KEY).then().statusCode(200);
  }

  @VariesByServer
  @Test
  void keyIsTheExactTextOfTheFile() throws IOException {
    ApiKeyFile.set(" a+b&c=d%41é ");
    tig().delete(slot + "?apikey=a%2Bb%26c%3Dd%2541%C3%A9").then().statusCode(401);
    tig().delete(slot + "?apikey=%20a%2Bb%26c%3Dd%2541%C3%A9%20").then().statusCode(200);
  }

  /** As people write them, and as forms, URIs and other tools encode them. */
  @VariesByServer
  @ParameterizedTest
  @ValueSource(strings = {"a+b/c==", "schlüssel", "Öl+€", "鍵", "\ufeffkey\r\n"})
  void keyOpensInEachPlaceAndSpelling(String content) throws IOException {
    ApiKeyFile.set(content);
    String key = content.replace("\ufeff", "").strip();
    String encoded = URLEncoder.encode(key, UTF_8);
    for (String query : List.of(encoded, encoded.replace("%2B", "+").replace("%2F", "/"))) {
      assertOpens(200, "/?apikey=" + query);
    }
    assertOpens(200, "/", "X-API-Key: " + key);
    assertOpens(200, "/", "Authorization: Bearer " + key);
    for (Charset charset : List.of(UTF_8, ISO_8859_1)) {
      if (charset.newEncoder().canEncode(key)) {
        assertOpens(200, "/", basic("anybody:" + key, charset));
      }
    }
    for (String wrong : List.of(key + "+", "+" + key, key.substring(1))) {
      assertOpens(401, "/?apikey=" + URLEncoder.encode(wrong, UTF_8));
      assertOpens(401, "/", "X-API-Key: " + wrong);
      assertOpens(401, "/", "Authorization: Bearer " + wrong);
      assertOpens(401, "/", basic("anybody:" + wrong, UTF_8));
    }
  }

  private static String basic(String credentials, Charset charset) {
    return "Authorization: Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(charset));
  }

  private void assertOpens(int status, String target, String... fields) throws IOException {
    boolean refused =
        Difference.FIELDS_THAT_ARE_NOT_ASCII_ARE_REFUSED.isHere()
            && !US_ASCII.newEncoder().canEncode(String.join("", fields));
    try (RawConnection connection = connection()) {
      String[] all =
          Stream.concat(Stream.of(fields).map(ApiKeyIT::bytes), Stream.of("Content-Length: 1"))
              .toArray(String[]::new);
      assertThat(connection.head("POST " + target, all).send("x").answer().status())
          .as("%s %s", target, List.of(fields))
          .isEqualTo(refused ? 400 : status);
    }
  }

  /** What the connection sends as the bytes of UTF-8. */
  private static String bytes(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  @Test
  void fileThatIsNotInUtf8IsRefusedForAll() throws IOException {
    ApiKeyFile.set("k\0e\0y\0");
    tig().header("X-API-Key", "key").body("new").put(slot).then().statusCode(500);
    assertThat(read(slot)).isEqualTo("value");
  }

  @VariesByServer
  @Test
  void emptyFileIsAKeyThatNobodyHas() throws IOException {
    for (String empty : new String[] {"", "\n"}) {
      ApiKeyFile.set(empty);
      tig().delete(slot).then().statusCode(401);
      tig().delete(slot + "?apikey=").then().statusCode(401);
      tig().header("X-API-Key", "").delete(slot).then().statusCode(401);
      tig().get("/?apikey=").then().statusCode(401);
    }
    assertThat(read(slot)).isEqualTo("value");
  }

  @Test
  void changedKeyCountsAtOnce() throws IOException {
    ApiKeyFile.set("Another1");
    tig().body("new").put(slot + "?apikey=" + KEY).then().statusCode(401);
    tig().body("new").put(slot + "?apikey=Another1").then().statusCode(200);
  }

  @Test
  void removedKeyOpensWritesAndClosesTheListAtOnce() throws IOException {
    ApiKeyFile.remove();
    tig().body("new").put(slot).then().statusCode(200);
    tig().get("/?apikey=" + KEY).then().statusCode(403);
  }

  @VariesByServer
  @ParameterizedTest
  @CsvSource(textBlock = CHANGES)
  void noAnswerShowsAKey(String method, String template, String query) {
    String path = path(template, query);
    String separator = query.isEmpty() ? "?" : "&";
    for (String given : new String[] {KEY, "Mistaken-7"}) {
      Response answer =
          sent(
              tig().accept("application/problem+json"),
              method,
              path + separator + "apikey=" + given);
      answer.then().body(not(containsString(KEY))).body(not(containsString(given)));
      assertThat(answer.then().extract().headers().toString()).doesNotContain(KEY, given);
    }
  }

  @VariesByServer
  @Test
  void keyFileIsNoBlock() {
    for (String path :
        new String[] {"/apikey", "/%61pikey", "/apikey.tig", "/.tigstore/../apikey"}) {
      tig().get(path).then().statusCode(oneOf(404, 400)).body(not(containsString(KEY)));
    }
    tig().get("/?apikey=" + KEY).then().statusCode(200).body(not(containsString("apikey")));
  }

  @Test
  void refusedUploadIsNotStored() {
    String text = unique();
    tig().body(text).put("/").then().statusCode(401);
    tig().get("/" + nameOf(text)).then().statusCode(404);
  }
}
