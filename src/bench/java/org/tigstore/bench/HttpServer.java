package org.tigstore.bench;

import static java.net.http.HttpRequest.BodyPublishers.ofByteArray;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** A server that is asked over HTTP. */
abstract class HttpServer extends ServerProcess {
  private final HttpClient client = HttpClient.newHttpClient();

  /** Starts it and awaits its first answer, which may be a refusal. */
  HttpServer(String name, Path directory, CommandLine line)
      throws IOException, InterruptedException {
    super(name, directory, line);
    try {
      client.send(HttpRequest.newBuilder(address()).build(), BodyHandlers.discarding());
    } catch (IOException e) {
      throw notStarted(e);
    }
  }

  /** Where it listens, without a slash at the end. */
  final URI address() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** Stores these bytes and tells where they can be read. */
  abstract URI store(byte[] bytes) throws IOException, InterruptedException;

  /** The answer to a request with this body, which has to be a good one. */
  final HttpResponse<String> send(String method, URI target, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(target).method(method, ofByteArray(body)).build();
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(method + " " + target + ": " + answer.statusCode());
    }
    return answer;
  }
}
