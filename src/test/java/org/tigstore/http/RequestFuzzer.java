package org.tigstore.http;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes requests, the same ones for the same seed.
 *
 * @param choices what the seed decides
 * @param targets what is asked for
 * @param fields how
 * @param authority the server's
 */
record RequestFuzzer(
    Choices choices, FuzzedTargets targets, FuzzedFields fields, String authority) {
  private static final int MOST_ON_A_CONNECTION = 5;

  /** Requests about blocks at these paths, and a few from this name on that may not be there. */
  static RequestFuzzer of(Choices choices, List<String> paths, int firstName, String authority) {
    return new RequestFuzzer(
        choices,
        new FuzzedTargets(choices, paths, firstName, authority),
        new FuzzedFields(choices),
        authority);
  }

  /** Requests for one connection: some that are well formed, or one that is not. */
  List<FuzzedRequest> next() {
    if (choices.chance(40)) {
      return List.of(odd());
    }
    List<FuzzedRequest> requests = new ArrayList<>();
    do {
      requests.add(wellFormed());
    } while (choices.chance(50) && requests.size() < MOST_ON_A_CONNECTION);
    return requests;
  }

  private FuzzedRequest wellFormed() {
    String method = choices.of("GET", "GET", "HEAD", "PUT", "PUT", "POST", "DELETE", "OPTIONS");
    StringBuilder text = head(method, targets.wellFormed(), "HTTP/1.1");
    addFields(text, 40);
    if (method.startsWith("P")) {
      addBody(text, body());
    } else {
      text.append("\r\n");
    }
    return new FuzzedRequest(text.toString(), method, true);
  }

  private StringBuilder head(String method, String target, String version) {
    return new StringBuilder(
        method + " " + target + " " + version + "\r\nHost: " + authority + "\r\n");
  }

  private void addFields(StringBuilder text, int percent) {
    while (choices.chance(percent)) {
      text.append(fields.wellFormed()).append("\r\n");
    }
  }

  private void addBody(StringBuilder text, String body) {
    if (choices.chance(70)) {
      text.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
    } else {
      text.append("Transfer-Encoding: chunked\r\n\r\n").append(chunks(body));
    }
  }

  private String chunks(String body) {
    int half = body.length() / 2;
    return chunk(body.substring(0, half)) + chunk(body.substring(half)) + "0\r\n\r\n";
  }

  private static String chunk(String data) {
    return data.isEmpty() ? "" : Integer.toHexString(data.length()) + "\r\n" + data + "\r\n";
  }

  private String body() {
    return switch (choices.number(0, 8)) {
      case 0 -> "";
      case 1 -> choices.of(targets.paths());
      case 2 -> choices.of("Read", "Write") + " only channel to tig " + choices.of(targets.paths());
      case 3 -> choices.of(targets.paths()) + "\n" + choices.of(targets.paths()) + "\r\n\nx";
      case 4 -> choices.bytes(choices.number(1, 2000));
      case 5 -> choices.word(choices.number(60_000, 140_000));
      case 6 -> "append=1&take=1&apikey=x";
      default -> choices.word(choices.number(1, 100));
    };
  }

  private FuzzedRequest odd() {
    String method =
        choices.of(
            "GET",
            "PUT",
            "PUT",
            "POST",
            "DELETE",
            "OPTIONS",
            "PATCH",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "get",
            "");
    int kind = choices.number(0, 6);
    String target = kind == 0 ? targets.odd() : targets.wellFormed();
    String name = kind == 1 ? choices.of("BREW", "\u00cb", "A B", choices.word(1000), "(") : method;
    StringBuilder text = head(name, target, kind == 2 ? version() : "HTTP/1.1");
    addFields(text, 30);
    if (kind == 3) {
      text.append(fields.odd()).append("\r\n");
    }
    text.append("Connection: close\r\n");
    String body = body();
    if (kind == 4) {
      text.append(fields.oddLength(body)).append("\r\n\r\n").append(body);
    } else if (kind == 5) {
      text.append("Transfer-Encoding: chunked\r\n\r\n").append(oddChunks(body));
    } else {
      addBody(text, body);
    }
    return new FuzzedRequest(cut(text.toString()), name, false);
  }

  private String version() {
    return choices.of(
        "HTTP/1.0",
        "HTTP/2.0",
        "HTTP/9.9",
        "HTTP/1.1 x",
        "http/1.1",
        "HTTP/1.",
        "HTTP/0.9",
        "x",
        "");
  }

  private String oddChunks(String body) {
    return choices.of(
            "zz\r\n",
            "-1\r\n",
            "ffffffffffffffffff\r\n",
            "7fffffff\r\n",
            "5;" + choices.word(500) + "\r\n",
            "\r\n",
            "0\r\nX: y\r\n\r\n",
            "1\n")
        + chunks(body);
  }

  private String cut(String text) {
    return choices.chance(10) ? text.substring(0, choices.number(1, text.length())) : text;
  }
}
