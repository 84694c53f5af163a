package org.tigstore.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.standalone.TigProcess;

/**
 * A test of the page in a browser, against a process of its own that all tests of the class share.
 * A test fails if the page leaves an error in the browser's console.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class PageTest {
  /** The data directory of the process. */
  @TempDir static Path data;

  private @Nullable TigProcess process;
  private @Nullable Browser started;
  private URI root = URI.create("http://127.0.0.1/");

  /** More arguments of the command line of the process. */
  List<String> arguments() {
    return List.of();
  }

  @BeforeAll
  final void start() throws IOException {
    started = Browser.start();
    process = TigProcess.serving(data, arguments().toArray(new String[0]));
    root = process.awaitAddress().resolve("/");
  }

  @AfterAll
  final void stop() throws IOException {
    if (process != null) {
      process.close();
    }
    if (started != null) {
      started.close();
    }
  }

  @AfterEach
  final void nothingIsLeft() throws IOException {
    Files.deleteIfExists(data.resolve("apikey"));
    List<String> problems = browser().problems();
    browser().script("try { sessionStorage.clear(); } catch { }");
    browser().open(URI.create("about:blank"));
    assertThat(problems).as("console of the browser").isEmpty();
  }

  /** The browser. */
  final Browser browser() {
    return Objects.requireNonNull(started);
  }

  /** Where the process listens. */
  final URI root() {
    return root;
  }

  /** Makes this the key of the process, until the test ends. */
  final void requireKey(String key) throws IOException {
    Files.writeString(data.resolve("apikey"), key);
  }

  /** Enters this key on the page that is shown. */
  final void useKey(String key) throws InterruptedException {
    browser().click("Key");
    browser().type("Key", key);
    browser().click("Use this key");
    browser().awaitText("#said", "The key is in use");
  }

  /** Loads the view with this fragment, such as {@code #/lookup}, anew. */
  final void openView(String fragment) {
    browser().open(URI.create("about:blank"));
    browser().open(root.resolve("ui/" + fragment));
  }

  /** A request to the process that the browser has nothing to do with. */
  final RequestSpecification tig() {
    return RestAssured.given().baseUri(root.toString()).urlEncodingEnabled(false);
  }
}
