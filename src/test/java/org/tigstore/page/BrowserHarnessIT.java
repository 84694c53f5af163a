package org.tigstore.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The browser reports what a page does wrong; without this, other tests would prove little. */
class BrowserHarnessIT extends PageTest {
  private void openText(String html) {
    String text = Base64.getEncoder().encodeToString(html.getBytes(UTF_8));
    browser().open(URI.create("data:text/html;base64," + text));
  }

  @Test
  void errorsOfScriptsAreProblems() throws InterruptedException {
    openText("<script>null.x</script>");
    browser().await("an error", () -> !browser().problems().isEmpty());
  }

  @Test
  void violationsOfThePolicyAreProblems() throws InterruptedException {
    openText(
        "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'\">"
            + "<script>document.title='ran'</script>");
    browser().await("a violation", () -> browser().problems().toString().contains("Policy"));
    assertThat(browser().driver().getTitle()).isNotEqualTo("ran");
  }

  @Test
  void controlsAreFoundByTheirNames() throws InterruptedException {
    openText("<label>Name<input></label><button>Say</button>");
    browser().type("Name", "value");
    assertThat(browser().control("Name").getDomProperty("value")).isEqualTo("value");
    browser().click("Say");
  }

  @Test
  void foreignAddressesAreOutOfReach() {
    browser().open(root().resolve("health/live"));
    assertThat(
            browser().script("return fetch('http://example.com/').then(() => 'came', () => 'not')"))
        .isEqualTo("not");
    assertThat(browser().problems()).anyMatch(problem -> problem.contains("example.com"));
  }

  @Test
  void intranetIsNoSecureContext() {
    browser().open(root().resolve("health/live"));
    assertThat(browser().script("return isSecureContext")).isEqualTo(true);
    browser()
        .open(URI.create("http://" + Browser.INTRANET + ":" + root().getPort() + "/health/live"));
    assertThat(browser().script("return isSecureContext")).isEqualTo(false);
  }
}
