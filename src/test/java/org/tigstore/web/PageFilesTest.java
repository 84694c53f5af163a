package org.tigstore.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.access.AccessMode;
import org.tigstore.access.AccessPolicy;
import org.tigstore.block.Bodies;
import org.tigstore.block.ManualClock;
import org.tigstore.block.MemoryBlockStore;
import org.tigstore.protocol.Channel;

/** The page's files, and who is sent to them. */
class PageFilesTest {
  private static final String HTML = "text/html,application/xhtml+xml,*/*;q=0.8";
  private static EmbeddedNode node;

  @BeforeAll
  static void start() throws Exception {
    node = EmbeddedNode.start();
    serve(AccessMode.ROLES, true);
  }

  @AfterAll
  static void stop() throws Exception {
    node.stop();
  }

  private static void serve(AccessMode mode, boolean page) {
    AccessPolicy policy = EmbeddedNode.policy(mode, Optional.of("abc"));
    Services services =
        EmbeddedNode.services(
            new MemoryBlockStore(1000, Channel::refuseChange, new ManualClock()),
            Duration.ofMinutes(10),
            EmbeddedNode.rules(policy, List.of()),
            outcome -> {},
            true);
    node.serve(
        new Services(
            services.nodes(),
            services.rules(),
            services.observer(),
            services.monitor(),
            services.retention(),
            services.fastPath(),
            page));
  }

  private static Optional<String> field(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name);
  }

  @Test
  void everybodyMayReadThePage() throws Exception {
    HttpResponse<String> answer = node.send("GET", "/ui/", "");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWithIgnoringCase("<!doctype html>");
    assertThat(field(answer, "Content-Type")).contains("text/html;charset=utf-8");
    assertThat(field(answer, "Cache-Control")).contains("no-cache");
    assertThat(field(answer, "Referrer-Policy")).contains("no-referrer");
    assertThat(field(answer, "X-Content-Type-Options")).contains("nosniff");
    assertThat(field(answer, "Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
        .contains("form-action 'none'; frame-ancestors 'none'; base-uri 'none'")
        .doesNotContain("unsafe");
    assertThat(node.send("GET", "/ui/index.html", "").body()).isEqualTo(answer.body());
  }

  @Test
  void whoHasAFileIsToldSo() throws Exception {
    HttpResponse<String> answer = node.send("GET", "/ui/", "");
    String tag = field(answer, "ETag").orElseThrow();

    assertThat(tag).isEqualTo('"' + Bodies.nameOf(answer.body()).digits() + '"');
    for (String known : new String[] {tag, "W/" + tag, "\"x\", " + tag, "*"}) {
      HttpResponse<String> unchanged = node.send("GET", "/ui/", "", "If-None-Match", known);
      assertThat(unchanged.statusCode()).isEqualTo(304);
      assertThat(field(unchanged, "ETag")).contains(tag);
      assertThat(field(unchanged, "Cache-Control")).contains("no-cache");
    }
    for (String other : new String[] {"\"x\"", "no tag"}) {
      assertThat(node.send("GET", "/ui/", "", "If-None-Match", other).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ui/nothing.html",
        "/ui/nothing/",
        "/ui//",
        "/ui//index.html",
        "/ui/INDEX.HTML",
        "/ui/index.html/",
        "/ui/index.html;x",
        "/ui/index%2ehtml",
        "/ui/.",
        "/ui/%2e%2e/page/index.html",
        "/ui/../page/index.html",
        "/ui/%2e%2e/web/PageFiles.class",
        "/ui/index.class",
        "/uix/"
      })
  void otherNamesAreNoFiles(String path) throws Exception {
    HttpResponse<String> answer = node.send("GET", path, "");

    // The server itself refuses some paths.
    assertThat(answer.statusCode()).isIn(404, 400);
    assertThat(answer.body()).doesNotContain("<!doctype");
  }

  @Test
  void longNamesAreNoFiles() throws Exception {
    assertThat(node.send("GET", "/ui" + "/a".repeat(3000) + ".js", "").statusCode()).isEqualTo(404);
  }

  @Test
  void filesAreOnlyRead() throws Exception {
    for (String method : new String[] {"PUT", "POST", "DELETE"}) {
      HttpResponse<String> answer = node.send(method, "/ui/index.html", "");
      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(field(answer, "Allow")).contains("GET, HEAD, OPTIONS");
    }
    assertThat(node.send("OPTIONS", "/ui/", "").statusCode()).isEqualTo(204);
  }

  @Test
  void headSaysWhatGetWould() throws Exception {
    HttpResponse<String> head = node.send("HEAD", "/ui/", "");
    HttpResponse<String> get = node.send("GET", "/ui/", "");

    assertThat(head.body()).isEmpty();
    for (String name : new String[] {"Content-Length", "Content-Type", "ETag"}) {
      assertThat(field(head, name)).isPresent().isEqualTo(field(get, name));
    }
  }

  @Test
  void directoryIsAtItsSlash() throws Exception {
    HttpResponse<String> answer = node.send("GET", "/ui", "");

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(field(answer, "Location")).contains("ui/");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      textBlock =
          """
          GET  | /         | HTML                | -             | -           | 303
          HEAD | /         | HTML                | -             | -           | 303
          GET  | /         | text/html           | Authorization | Basic eDp5  | 303
          GET  | /         | Text/HTML;level=1   | -             | -           | 303
          GET  | /         | HTML                | Sec-Fetch-Mode | navigate   | 303
          GET  | /?        | HTML                | -             | -           | 303
          GET  | /         | HTML                | Sec-Fetch-Mode | cors       | 401
          GET  | /         | */*                 | -             | -           | 401
          GET  | /         | text/*              | -             | -           | 401
          GET  | /         | text/html;q=0, */*  | -             | -           | 401
          GET  | /?all=1   | HTML                | -             | -           | 401
          GET  | /         | HTML                | X-API-Key     | abc         | 200
          GET  | /         | HTML                | Authorization | Bearer abc  | 200
          PUT  | /         | HTML                | -             | -           | 401
          """)
  void onlyABrowserIsSentToThePage(
      String method,
      String path,
      String accept,
      @Nullable String field,
      @Nullable String value,
      int status)
      throws Exception {
    serve(AccessMode.KEY, true);
    String accepted = accept.replaceFirst("^HTML$", HTML);

    HttpResponse<String> answer =
        field == null || value == null
            ? node.send(method, path, "", "Accept", accepted)
            : node.send(method, path, "", "Accept", accepted, field, value);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(field(answer, "Cache-Control")).contains("no-store");
    assertThat(field(answer, "Location"))
        .isEqualTo(status == 303 ? Optional.of("ui/") : Optional.empty());
    if (status == 303) {
      assertThat(field(answer, "Vary").orElseThrow()).contains("Accept", "Origin");
    }
  }

  @Test
  void withoutThePageNothingIsThere() throws Exception {
    serve(AccessMode.KEY, false);

    assertThat(node.send("GET", "/ui/", "").statusCode()).isEqualTo(404);
    assertThat(node.send("PUT", "/ui/", "").statusCode()).isEqualTo(400);
    assertThat(node.send("GET", "/", "", "Accept", HTML).statusCode()).isEqualTo(401);
    serve(AccessMode.ROLES, true);
  }
}
