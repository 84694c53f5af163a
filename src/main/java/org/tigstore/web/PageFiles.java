package org.tigstore.web;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tigstore.block.BlockName;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;
import org.tigstore.block.Sha256;

/**
 * The page for people: a few static files without data, from the class path, where every server
 * finds them alike. Safe for any number of threads.
 */
final class PageFiles {
  private static final String ROOT = "/ui";
  private static final String RESOURCES = "/org/tigstore/page";
  private static final String INDEX = "index.html";
  private static final int LONGEST_NAME = 100;

  /** Nothing else is looked for: neither classes nor directories, and no name leads upwards. */
  private static final Pattern NAME =
      Pattern.compile("(?:/[a-z0-9-]+)+\\.(?<suffix>html|css|js|svg)");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "css", "text/css;charset=utf-8",
          "js", "text/javascript;charset=utf-8",
          "svg", "image/svg+xml");

  /** The page runs its own files, talks to its own server, and shows what the user gives it. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
          + " connect-src 'self'; worker-src 'self'; form-action 'none'; frame-ancestors 'none';"
          + " base-uri 'none'";

  /** What decides whether the root means the page. */
  private static final String NAVIGATION_FIELDS =
      "Accept, Authorization, Origin, Sec-Fetch-Mode, X-API-Key";

  /** The files that were asked for so far: never more than there are. */
  private final Map<String, PageFile> files = new ConcurrentHashMap<>();

  private record PageFile(ByteBuffer bytes, String mediaType, BlockName hash) {}

  /**
   * The answer to a request for the root, which leads to the page, or for one of the page's files.
   *
   * @throws RefusedException {@link Refusal#MISSING} if there is no such file
   */
  Answer answer(Call call) throws IOException {
    String path = call.path();
    if (!path.startsWith(ROOT)) {
      String start = path.isEmpty() ? lastSegment(call.request().getContextPath()) + "/" : "";
      return redirect(start + "ui/").with(HttpHeaders.VARY, NAVIGATION_FIELDS);
    }
    String name = path.substring(ROOT.length());
    Optional<PageFile> file = find(name.endsWith("/") ? name + INDEX : name);
    if (file.isPresent()) {
      return answer(file.get(), call);
    }
    if (find(name + "/" + INDEX).isPresent()) {
      return redirect(lastSegment(path) + "/");
    }
    throw new RefusedException(Refusal.MISSING, "the page has no such file");
  }

  private static String lastSegment(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Relative, as a proxy may serve the application under another path. */
  private static Answer redirect(String location) {
    return Answer.of(HttpServletResponse.SC_SEE_OTHER)
        .with(HttpHeaders.LOCATION, location)
        .with(HttpHeaders.CONTENT_LENGTH, "0");
  }

  private Optional<PageFile> find(String name) throws IOException {
    Matcher parts = NAME.matcher(name);
    if (name.length() > LONGEST_NAME || !parts.matches()) {
      return Optional.empty();
    }
    @Nullable PageFile known = files.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    try (@Nullable InputStream resource = PageFiles.class.getResourceAsStream(RESOURCES + name)) {
      if (resource == null) {
        return Optional.empty();
      }
      byte[] bytes = resource.readAllBytes();
      String mediaType = Objects.requireNonNull(TYPES.get(parts.group("suffix")));
      PageFile file = new PageFile(ByteBuffer.wrap(bytes), mediaType, Sha256.nameOf(bytes));
      files.put(name, file);
      return Optional.of(file);
    }
  }

  private static Answer answer(PageFile file, Call call) throws RefusedException {
    boolean known =
        call.preconditions()
            .noneMatch()
            .filter(tags -> tags.matchWeakly(Optional.of(file.hash())))
            .isPresent();
    Answer answer =
        Answer.of(known ? HttpServletResponse.SC_NOT_MODIFIED : HttpServletResponse.SC_OK)
            .with(HttpHeaders.ETAG, '"' + file.hash().digits() + '"')
            .with(HttpHeaders.CACHE_CONTROL, "no-cache")
            .with("Content-Security-Policy", CONTENT_SECURITY_POLICY)
            .with("Referrer-Policy", "no-referrer");
    if (known) {
      return answer;
    }
    answer.describing(file.mediaType(), file.bytes().remaining());
    return call.method().equals("HEAD")
        ? answer
        : answer.with(caller -> caller.write(file.bytes().duplicate()));
  }
}
