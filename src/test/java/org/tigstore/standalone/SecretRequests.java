package org.tigstore.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Requests that show a key, to a node.
 *
 * @param node where it is
 * @param answers all that it said, in the order in which it said it
 */
record SecretRequests(URI node, List<String> answers) {
  static final String SEALED =
      "/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.tig";
  static final String DAMAGED =
      "/cb8379ac2098aa165029e3938a51da0bcecfc008fd6795f401178647f96c5b34.tig";
  private static final String SLOT = "/" + "1".repeat(64) + ".tig";
  static final String CHANNEL = "/" + "2".repeat(64) + ".tig";
  private static final String INDEX = "/" + "3".repeat(64) + ".tig";
  private static final String MISSING = "/" + "4".repeat(64) + ".tig";
  private static final String FIELD = "X: " + "x".repeat(20_000);
  private static final String DIGEST = "Content-Digest: sha-256=:" + "A".repeat(43) + "=:";

  /** Method, target and a field of what is asked for. */
  private static final String[][] REQUESTS = {
    {"PUT", "/", ""},
    {"PUT", SLOT, ""},
    {"PUT", CHANNEL + "?setifnot=1", ""},
    {"PUT", INDEX, ""},
    {"PUT", SLOT + "?append=1", ""},
    {"PUT", SLOT + "?setifnot=1", ""},
    {"PUT", SLOT, "If-None-Match: *"},
    {"PUT", SLOT, DIGEST},
    {"PUT", SLOT + "?append=maybe", ""},
    {"PUT", "/nothing", ""},
    {"PUT", "/kv", ""},
    {"PUT", "/kv", "Content-Length: 5000"},
    {"PUT", "/", "Content-Length: 5000"},
    {"PUT", SLOT, "Content-Length: 50"},
    {"PUT", SEALED, ""},
    {"PUT", "/", "Sec-Fetch-Site: cross-site"},
    {"GET", "/", ""},
    {"GET", "/?all=1&format=x*", ""},
    {"GET", "/?all=maybe", ""},
    {"GET", SLOT, "Range: bytes=5000-"},
    {"GET", SLOT + "?burst=1", ""},
    {"GET", INDEX + "?burst=1", ""},
    {"GET", CHANNEL, ""},
    {"GET", MISSING, ""},
    {"GET", DAMAGED, ""},
    {"GET", SLOT, FIELD},
    {"GET", SLOT, "X : y"},
    {"GET", SLOT + "?x=" + "x".repeat(20_000), ""},
    {"GET", "/%zz", ""},
    {"GET", "/WEB-INF/web.xml?x=%c0%b1", ""},
    {"GET", "/WEB-INF/web.xml?x=%zz", ""},
    {"GET", "/health/ready", ""},
    {"GET", "/status", ""},
    {"GET", "/ui/", ""},
    {"HEAD", MISSING, "Accept: application/json"},
    {"DELETE", MISSING, "Accept: application/json"},
    {"DELETE", SEALED, "Accept: application/json"},
    {"DELETE", "/", ""},
    {"OPTIONS", SLOT, ""},
    {"TRACE", SLOT, ""},
    {"PATCH", SLOT, ""},
    {"GET", SLOT + "?take=1", ""},
    {"DELETE", SLOT, ""}
  };

  /** Asks for all of that, the key shown in every way. */
  void askFor(String key) throws IOException {
    for (String[] request : REQUESTS) {
      String target = request[1];
      String separator = target.contains("?") ? "&" : "?";
      for (String inQuery : List.of(escaped(key, "[^a-zA-Z0-9]"), escaped(key, "(?s)."))) {
        ask(request[0], target + separator + "apikey=" + inQuery, request[2], "");
      }
      ask(request[0], target, request[2], "X-API-Key: " + key);
      ask(request[0], target, request[2], "Authorization: Bearer " + key);
      // Three bytes before the key leave its own Base64 as it is.
      byte[] credentials = ("me:" + key).getBytes(UTF_8);
      String basic = Base64.getEncoder().encodeToString(credentials);
      ask(request[0], target, request[2], "Authorization: Basic " + basic);
    }
  }

  /** The key with an escape for each character that this matches. */
  static String escaped(String key, String which) {
    StringBuilder escaped = new StringBuilder();
    for (String one : key.split("", -1)) {
      boolean match = !one.isEmpty() && one.matches(which);
      escaped.append(match ? "%" + HexFormat.of().formatHex(one.getBytes(UTF_8)) : one);
    }
    return escaped.toString();
  }

  private void ask(String method, String target, String field, String keyField) throws IOException {
    List<String> lines = new ArrayList<>(List.of(method + " " + target + " HTTP/1.1"));
    lines.addAll(List.of("Host: tig", "Connection: close", field, keyField));
    String body = method.equals("PUT") ? body(target) : "";
    if (!body.isEmpty() && !field.startsWith("Content-Length")) {
      lines.add("Content-Length: " + body.length());
    }
    lines.removeIf(String::isEmpty);
    try (Socket socket = TigProcess.connect(node)) {
      String text = String.join("\r\n", lines) + "\r\n\r\n" + body;
      socket.getOutputStream().write(text.getBytes(ISO_8859_1));
      socket.shutdownOutput();
      answers.add(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
    } catch (IOException e) {
      answers.add("broken off: " + e);
    }
  }

  private static String body(String target) {
    if (target.startsWith(CHANNEL)) {
      return "Write only channel to tig " + SLOT;
    }
    return target.startsWith(INDEX) ? MISSING : "value";
  }
}
