package org.tigstore.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Requests at random do no harm; {@link RandomRequests} says how to send others, or more. */
@VariesByServer
class FuzzIT extends HttpTest {
  private static final String KEY = "Fuzz-Key-7";

  @Test
  void requestsAtRandomAreAnsweredAndHarmNothingElse() throws Exception {
    RandomRequests requests = new RandomRequests(this, 0);
    String text = unique();
    String sealed = sealed(text);
    String slot = slot("bystander");
    requests.send();
    assertThat(read(sealed)).isEqualTo(text);
    assertThat(read(slot)).isEqualTo("bystander");
    new RequestFigures(this::tig).awaitNoUploads();
    assertFirstTranscript("");
  }

  @Test
  void requestsAtRandomChangeNothingWithoutTheKey() throws Exception {
    RandomRequests requests = new RandomRequests(this, 100);
    ApiKeyFile.set(KEY);
    Set<String> listed = listed();
    Map<String, String> contents = contents(requests);
    requests.send();
    assertThat(listed).containsAll(listed());
    assertThat(contents(requests)).isEqualTo(contents);
    new RequestFigures(() -> tig().header("X-API-Key", KEY)).awaitNoUploads();
    assertFirstTranscript("?apikey=" + KEY);
  }

  private Set<String> listed() {
    return read(list("apikey=" + KEY)).lines().collect(Collectors.toSet());
  }

  /** What a reading of each path that the requests are about gives. */
  private Map<String, String> contents(RandomRequests requests) {
    Map<String, String> contents = new TreeMap<>();
    for (String path : requests.paths()) {
      Response answer = tig().get(path + "?chtimes=0");
      contents.put(path, answer.statusCode() + answer.asString());
    }
    return contents;
  }

  private void assertFirstTranscript(String query) {
    String path = tig().body("123\n").put("/" + query).then().statusCode(200).extract().asString();
    assertThat(path)
        .isEqualTo("/181210f8f9c779c26da1d9b2075bde0127302ee0e3fca38c9a83f5b1dd8e5d3b.tig");
    assertThat(read(path)).isEqualTo("123\n");
  }
}
