package org.tigstore.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.block.Bodies;

/**
 * Whoever may store blocks may store what attacks those who look at them. Nothing of it runs in the
 * page, and what runs in a tab of its own has neither the key nor the rights of the user. The
 * Content-Security-Policy is not what stops it: its violations fail these tests, too.
 */
class HostilePageIT extends PageTest {
  private static final String KEY = "Secret-7";

  /** Tells, by the title of its page, which of its attempts succeeded. */
  private static final String THIEF =
      """
      <!doctype html><title>trying</title><script type="module">
      const done = [];
      const attempt = async (name, action) => {
        try {
          if (await action()) {
            done.push(name);
          }
        } catch {}
      };
      await attempt('sessionStorage', () => sessionStorage.length + 1);
      await attempt('localStorage', () => localStorage.length + 1);
      await attempt('cookie', () => { document.cookie = 'a=b'; return document.cookie; });
      await attempt('list', async () => (await fetch('/', {credentials: 'include'})).ok);
      await attempt('metrics', async () => (await fetch('/metrics', {credentials: 'include'})).ok);
      await attempt('put', async () => (await fetch('/', {method: 'PUT', body: 'stolen', credentials: 'include'})).ok);
      await attempt('post', () => fetch('/', {method: 'POST', body: 'stolen', mode: 'no-cors', credentials: 'include'}).then(() => false));
      await attempt('open', () => open('/ui/'));
      await attempt('opener', () => window.opener);
      await attempt('worker', () => navigator.serviceWorker.register(location.href));
      await attempt('parent', () => window.parent !== window && window.parent.document);
      document.title = 'succeeded: ' + done.join();
      </script>
      """;

  @TempDir static Path files;

  private String stored(String content) {
    return tig().header("X-API-Key", KEY).body(content.getBytes(UTF_8)).put("/").asString();
  }

  private void assertNothingRan() {
    assertThat(browser().script("return window.hacked")).isEqualTo("");
    assertThat((List<?>) browser().script(FOREIGN_LINKS)).as("links out of the server").isEmpty();
  }

  private static final String EDITED = "return document.querySelector('textarea')?.value";

  private static final String PICTURE =
      "return [...document.querySelectorAll('#view img')].some(picture => picture.complete)";

  private static final String FOREIGN_LINKS =
      """
      return [...document.querySelectorAll('[href], [src], [action], [formaction]')]
          .flatMap(one => ['href', 'src', 'action', 'formaction'].map(name => one.getAttribute(name)))
          .filter(address => address && !address.startsWith('blob:'))
          .filter(address => new URL(address, document.baseURI).origin !== location.origin);
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<img src=x onerror=\"window.hacked=1\">",
        "<script>window.hacked=1</script>",
        "<svg xmlns='http://www.w3.org/2000/svg' onload='window.hacked=1'>"
            + "<script>window.hacked=1</script></svg>",
        "%PDF-1.4\n<script>window.hacked=1</script>",
        "javascript:window.hacked=1",
        "</textarea></pre><iframe src=\"javascript:parent.hacked=1\"></iframe>",
      })
  void contentOfBlocksIsOnlyShown(String content) throws InterruptedException {
    String path = stored(content);
    openView("#/lookup/" + path.substring(1));
    browser().awaitText("#view", "hacked=1");
    assertNothingRan();
  }

  @Test
  void scriptThatLooksLikeAPictureIsNotRun() throws InterruptedException {
    String path = stored("GIF89a/*<svg onload=window.hacked=1>*/=1;window.hacked=1");
    openView("#/lookup/" + path.substring(1));
    browser().await("the picture is there", () -> browser().script(PICTURE).equals(true));
    assertNothingRan();
    browser().click("Text");
    browser().awaitText("pre", "GIF89a");
    assertNothingRan();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:window.hacked=1",
        "javascript:window.hacked=1//{name}\njavascript:/{name}\n//evil.example/{name}\n",
        "Read only channel to tig /{name}<img src=x onerror=window.hacked=1>",
        "\"'><img src=x onerror=window.hacked=1>",
      })
  void valuesOfSlotsAreOnlyShown(String value) throws InterruptedException {
    String slot = tig().body("key of " + value).put("/kv").asString();
    String name = stored("a part").substring(1);
    tig().body(value.replace("{name}", name)).put(slot);
    openView("#/slots" + slot);
    browser().await("the value", () -> browser().script(EDITED).toString().contains("hacked"));
    assertNothingRan();
    openView("#/lookup" + slot);
    browser().control("Text");
    assertNothingRan();
    browser().click("Text");
    browser().awaitText("pre", "hacked");
    assertNothingRan();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#/lookup/<img src=x onerror=window.hacked=1>",
        "#/lookup/javascript:window.hacked=1",
        "#/slots/\"><script>window.hacked=1</script>",
        "#/slots///evil.example/{name}",
        "#/lookup/%",
        "#/__proto__/x",
        "#/constructor",
        "#javascript:window.hacked=1"
      })
  void addressesOfViewsAreOnlyText(String fragment) throws InterruptedException {
    String name = stored("a part").substring(1);
    browser().open(URI.create("about:blank"));
    browser().open(root().resolve("ui/"));
    browser().awaitText("h1", "Store");
    browser().script("location.hash = arguments[0]", fragment.replace("{name}", name));
    browser().awaitText("h1", "");
    assertNothingRan();
  }

  @Test
  void viewsChangeNothingByBeingOpened() throws InterruptedException {
    String slot = tig().body("opened").put("/kv").asString();
    tig().body("kept").put(slot);
    for (String query : new String[] {"", "?take=1", "?take=1&chtimes=0", "/take", "?append=1"}) {
      for (String view : new String[] {"#/slots", "#/lookup"}) {
        openView(view + slot + query);
        browser().awaitText("h1", "");
      }
    }
    browser().awaitText("#view", "");
    assertThat(tig().get(slot).asString()).isEqualTo("kept");
  }

  @Test
  void storedPageHasNeitherKeyNorRights() throws IOException, InterruptedException {
    String page = stored(THIEF);
    requireKey(KEY);
    openView("#/store");
    browser().click("Key");
    browser().type("Key", KEY);
    browser().control("Keep it until this tab is closed, even over a reload").click();
    browser().click("Use this key");
    browser().awaitText("#said", "The key is in use");
    browser().open(root().resolve(page + "?Content-Type=text/html"));
    browser().await("attempts are over", () -> !browser().driver().getTitle().equals("trying"));
    assertThat(browser().driver().getTitle()).isEqualTo("succeeded:");
    assertThat(browser().problems()).as("refusals by the browser").isNotEmpty();
    tig().get("/" + Bodies.nameOf("stolen")).then().statusCode(404);
  }

  @Test
  void pageIsNotFramed() throws InterruptedException {
    String frame = "<iframe src='" + root().resolve("ui/") + "'></iframe>";
    String foreign = Base64.getEncoder().encodeToString(frame.getBytes(UTF_8));
    for (String framing :
        new String[] {
          "data:text/html;base64," + foreign,
          root().resolve(stored(frame) + "?Content-Type=text/html").toString()
        }) {
      browser().open(URI.create(framing));
      browser().driver().switchTo().frame(0);
      browser()
          .await(
              "an error page instead of the page",
              () -> browser().script("return location.href").toString().startsWith("chrome-error"));
      browser().problems();
    }
  }

  @Test
  void whatWouldRunIsStoppedAllTheSame() throws InterruptedException {
    openView("#/store");
    browser().awaitText("h1", "Store");
    browser().problems();
    browser()
        .script("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=hacked=1>')");
    browser().await("a violation", () -> browser().problems().toString().contains("script-src"));
    browser()
        .script(
            """
            const script = document.createElement('script');
            script.textContent = 'window.hacked = 1';
            document.body.append(script);
            """);
    browser().await("a violation", () -> browser().problems().toString().contains("script-src"));
    browser().script("fetch(arguments[0]).catch(() => 0)", "http://" + Browser.INTRANET + ":1/");
    browser().await("a violation", () -> browser().problems().toString().contains("connect-src"));
    assertNothingRan();
  }

  @Test
  void namesOfFilesAreOnlyShown() throws IOException, InterruptedException {
    String name = "<img src=x onerror=window.hacked=1>'\"&.txt";
    Path file = Files.writeString(files.resolve(name), "content");
    openView("#/store");
    browser().choose("input[type=file]", file);
    browser().awaitText("#view", name);
    browser().awaitText("#view", Bodies.nameOf("content").digits().substring(0, 8));
    assertNothingRan();
  }
}
