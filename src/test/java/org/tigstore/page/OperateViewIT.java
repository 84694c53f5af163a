package org.tigstore.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The view of a node's figures, beside a peer that is not there. */
class OperateViewIT extends PageTest {
  private static final String KEY = "Secret-7";
  private static final String PEER = "http://127.0.0.1:1/";

  @Override
  List<String> arguments() {
    return List.of("--cluster", PEER, "--peer-gone", "PT0.1S");
  }

  private void openOperate() throws IOException, InterruptedException {
    requireKey(KEY);
    openView("#/operate");
    browser().awaitText("#view [role=alert]", "need the API key");
    useKey(KEY);
    browser().awaitText("#operate-figures", "Ready");
  }

  @Test
  void chartsShowWhatTheNodeDoes() throws IOException, InterruptedException {
    openOperate();
    String path = tig().header("X-API-Key", KEY).body("x".repeat(100_000)).put("/").asString();
    tig().get(path);
    tig().body("no key").put("/").then().statusCode(401);
    browser().awaitText("#operate-refusals", "seal");
    for (String chart :
        List.of("requests-a-second", "time-of-a-request", "bytes-a-second", "blocks", "room")) {
      browser().await(chart, () -> !lastRow(chart).isEmpty());
      assertThat(browser().find("#chart-" + chart + " svg[role=img]").getAccessibleName())
          .isNotEmpty();
    }
    browser().await("blocks", () -> lastRow("blocks").equals("1"));
    assertThat(browser().find("#operate-figures").getText()).contains("Version", "Retention");
    browser().picture("operate");
  }

  /** The latest values in the table of a chart. */
  private String lastRow(String chart) {
    return String.valueOf(
        browser()
            .script(
                "return [...document.querySelectorAll(arguments[0])].map(cell => cell.textContent).join(' ')",
                "#chart-" + chart + " tbody tr:first-child td"));
  }

  @Test
  void nodesAndSettingsAreTold() throws IOException, InterruptedException {
    openOperate();
    tig().get("/" + "0".repeat(64) + ".tig");
    browser().awaitText("#operate-nodes", "127.0.0.1:1");
    browser().awaitText("#operate-nodes", "absent");
    browser().awaitText("#operate-settings", "tig.retention");
    assertThat(browser().script("return document.body.textContent").toString()).doesNotContain(KEY);
    browser().type("Show only", "retention");
    List<WebElement> rows = browser().driver().findElements(By.cssSelector("#operate-settings tr"));
    browser()
        .await(
            "only retention",
            () ->
                rows.stream()
                    .filter(WebElement::isDisplayed)
                    .allMatch(row -> row.getText().contains("retention")));
    assertThat(rows).anyMatch(WebElement::isDisplayed).anyMatch(row -> !row.isDisplayed());
  }

  /** What the charts are drawn from. */
  @Test
  void countersThatStartAgainAreCountedFromZero() {
    openView("#/operate");
    Object figures =
        browser()
            .driver()
            .executeAsyncScript(
                """
                const done = arguments[0];
                import('/ui/metrics.js').then(({level, parse, quantile, rate, rise}) => {
                  const one = parse(`# HELP c text
                c_total{a="x\\\\"}y",b="1"} 100
                c_total{a="z",b="1"} 5
                gone_total 7
                unknown NaN
                h_bucket{le="0.1"} 10
                h_bucket{le="1.0"} 20
                h_bucket{le="+Inf"} 20
                `, 10);
                  const other = parse(`c_total{a="x\\\\"}y",b="1"} 30
                c_total{a="z",b="1"} 9.0
                new_total 3
                h_bucket{le="0.1"} 10
                h_bucket{le="1.0"} 28
                h_bucket{le="+Inf"} 30
                `, 12);
                  done([rise(one, other, 'c_total'), rise(one, other, 'c_total', {a: 'z'}), rise(one, other, 'new_total'),
                    rise(one, other, 'gone_total'), rate(one, other, 'c_total', {a: ['x"}y', 'z']}), level(one, 'c_total', {b: '1'}),
                    Number.isNaN(level(one, 'unknown')), Number.isNaN(level(one, 'missing')),
                    quantile(0.4, one, other, 'h'), quantile(0.99, one, other, 'h'), Number.isNaN(quantile(0.5, one, one, 'h'))].join(' '));
                }).catch(failure => done(String(failure)));
                """);
    assertThat(figures).isEqualTo("34 4 3 0 17 105 true true 0.55 1 true");
  }
}
