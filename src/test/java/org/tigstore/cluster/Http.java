package org.tigstore.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * A client of one node.
 *
 * @param address where the node is
 * @param patient whether to ask again, as callers do, while the answer is 503
 */
record Http(URI address, boolean patient) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final int UNAVAILABLE = 503;
  private static final long PAUSE_MILLIS = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Sends a request with header fields: names and values in turns. */
  HttpResponse<byte[]> send(String method, String path, byte[] body, String... fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(PATIENCE)
            .method(
                method,
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (fields.length > 0) {
      request.headers(fields);
    }
    HttpResponse<byte[]> answer = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    while (patient && answer.statusCode() == UNAVAILABLE) {
      Thread.sleep(PAUSE_MILLIS);
      answer = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }
    return answer;
  }

  /** A client of the same node that asks once. */
  Http once() {
    return new Http(address, false);
  }

  /** As {@link #send}, without a body. */
  HttpResponse<byte[]> send(String method, String path, String... fields)
      throws IOException, InterruptedException {
    return send(method, path, new byte[0], fields);
  }

  /** As {@link #send}, with a text as the body. */
  HttpResponse<byte[]> put(String path, String body, String... fields)
      throws IOException, InterruptedException {
    return send("PUT", path, body.getBytes(UTF_8), fields);
  }

  /** Seals bytes and returns their path. */
  String seal(byte[] bytes) throws IOException, InterruptedException {
    return text(ok(send("PUT", "/", bytes)));
  }

  /** Seals a text and returns its path. */
  String seal(String text) throws IOException, InterruptedException {
    return seal(text.getBytes(UTF_8));
  }

  /** What a reading of this path, with or without a query, gives. */
  String read(String path) throws IOException, InterruptedException {
    return text(ok(send("GET", path)));
  }

  /** The status that a reading of this path has. */
  int status(String path) throws IOException, InterruptedException {
    return send("GET", path).statusCode();
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), UTF_8);
  }

  /** The same response, which has to be one of success. */
  static HttpResponse<byte[]> ok(HttpResponse<byte[]> response) {
    assertThat(response.statusCode())
        .as("%s: %s", response.request(), response.headers().map())
        .isEqualTo(200);
    return response;
  }
}
