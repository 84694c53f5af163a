package org.tigstore.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tigstore.ReservedPort;

/** An upload that is refused while it is on its way: the caller gets the answer. */
class RefusedUploadIT {
  private static final int MIB = 1 << 20;
  private static final int PIECE_BYTES = 1 << 16;
  private static final int TIMES = 5;

  /** As in docs/security.md. */
  private static final String PROXY =
      """
      user root;
      pid nginx.pid;
      error_log error.log;
      events { }
      http {
        access_log off;
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        server {
          listen 127.0.0.1:%d;
          location / {
            proxy_set_header Host $http_host;
            client_max_body_size 128m;
            proxy_request_buffering off;
            proxy_pass %s;
          }
        }
      }
      """;

  @TempDir static Path temporary;
  private static TigProcess process;
  private static URI tls;
  private static URI plain;
  private static TlsPair pair;
  private static String sealed;

  /** What is refused, and why. */
  enum Refused {
    KEY_MISSING(401, "/%s", "", 12),
    KEY_WRONG(401, "/", "X-API-Key: wrong\r\n", 12),
    NO_BLOCK(400, "/nothing", "X-API-Key: key\r\n", 12),
    PARAMETER(400, "/?append=1", "X-API-Key: key\r\n", 12),
    METHOD(405, "/health/live", "", 12),
    SEALED(409, "/%s", "X-API-Key: key\r\n", 15),
    TOO_LARGE(413, "/", "X-API-Key: key\r\n", 20),
    FULL(507, "/", "X-API-Key: key\r\n", 15),
    BAD_HOST(400, "/", "Host: a b\r\n", 12),
    LONG_HEAD(431, "/", "Long: " + "x".repeat(20_000) + "\r\n", 12),
    LONG_ADDRESS(414, "/" + "x".repeat(20_000), "", 12),
    CLOSED(401, "/", "Connection: close\r\n", 12);

    private static final Refused[] OVER_TLS = {KEY_MISSING, SEALED, BAD_HOST};

    private final int status;
    private final String target;
    private final String fields;
    private final int mebibytes;

    Refused(int status, String target, String fields, int mebibytes) {
      this.status = status;
      this.target = target;
      this.fields = fields;
      this.mebibytes = mebibytes;
    }

    String head(String framing) {
      String host = fields.startsWith("Host") ? "" : "Host: tig\r\n";
      return "PUT " + target.formatted(sealed) + " HTTP/1.1\r\n" + host + fields + framing + "\r\n";
    }
  }

  /** How the caller connects. */
  enum Transport {
    PLAIN,
    TLSv1_2,
    TLSv1_3;

    Socket connect() throws Exception {
      if (this == PLAIN) {
        return TigProcess.connect(plain);
      }
      SSLSocket socket =
          (SSLSocket)
              TlsConnection.trusting(pair)
                  .getSocketFactory()
                  .createSocket(tls.getHost(), tls.getPort());
      socket.setSoTimeout((int) TimeUnit.MINUTES.toMillis(5));
      socket.setEnabledProtocols(new String[] {name().replace('_', '.')});
      return socket;
    }
  }

  @BeforeAll
  static void start() throws Exception {
    pair = TlsPair.make(temporary);
    Path data = Files.createDirectory(temporary.resolve("data"));
    Files.writeString(data.resolve("apikey"), "key");
    List<String> options = new ArrayList<>(List.of(pair.options(data)));
    options.addAll(List.of("--port", "0", "--max-block-size", "16M", "--max-store-size", "20M"));
    process = TigProcess.start(TigProcess.thisJava(), List.of(), options.toArray(String[]::new));
    List<URI> addresses = process.awaitAddresses();
    tls = addresses.get(0);
    plain = addresses.get(1);
    HttpRequest put =
        HttpRequest.newBuilder(plain)
            .header("X-API-Key", "key")
            .PUT(BodyPublishers.ofByteArray(new byte[12 * MIB]))
            .build();
    sealed = HttpClient.newHttpClient().send(put, BodyHandlers.ofString()).body().substring(1);
  }

  @AfterAll
  static void stop() throws IOException {
    process.close();
  }

  static Stream<List<Object>> cases() {
    return Stream.of(Transport.values())
        .flatMap(
            transport ->
                Stream.of(transport == Transport.PLAIN ? Refused.values() : Refused.OVER_TLS)
                    .flatMap(
                        refused ->
                            Stream.of(true, false)
                                .map(chunked -> List.of(transport, refused, chunked))));
  }

  /** Sends everything before it reads anything. */
  private static String statusAfterAll(Transport transport, Refused refused, boolean chunked)
      throws Exception {
    long length = (long) refused.mebibytes * MIB;
    try (Socket socket = transport.connect()) {
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 2 * PIECE_BYTES);
      String framing =
          chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + length + "\r\n";
      out.write(refused.head(framing).getBytes(ISO_8859_1));
      byte[] size = (Integer.toHexString(PIECE_BYTES) + "\r\n").getBytes(ISO_8859_1);
      for (long sent = 0; sent < length; sent += PIECE_BYTES) {
        out.write(chunked ? size : new byte[0]);
        out.write(new byte[PIECE_BYTES]);
        out.write((chunked ? "\r\n" : "").getBytes(ISO_8859_1));
      }
      out.write((chunked ? "0\r\n\r\n" : "").getBytes(ISO_8859_1));
      out.flush();
      return new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void reachesACallerThatSendsEverythingFirst(List<Object> one) throws Exception {
    Refused refused = (Refused) one.get(1);
    String status = statusAfterAll((Transport) one.get(0), refused, (Boolean) one.get(2));
    assertThat(status).isEqualTo("HTTP/1.1 " + refused.status);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reachesJavasHttpClient(boolean chunked) throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    byte[] body = new byte[20 * MIB];
    HttpRequest put =
        HttpRequest.newBuilder(plain.resolve("/" + sealed))
            .PUT(
                chunked
                    ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                    : BodyPublishers.ofByteArray(body))
            .build();
    for (int time = 0; time < TIMES; time++) {
      assertThat(client.send(put, BodyHandlers.discarding()).statusCode()).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reachesJavasUrlConnection(boolean chunked) throws Exception {
    for (int time = 0; time < TIMES; time++) {
      HttpURLConnection connection =
          (HttpURLConnection) plain.resolve("/").toURL().openConnection();
      connection.setRequestMethod("PUT");
      connection.setRequestProperty("X-API-Key", "key");
      connection.setDoOutput(true);
      if (chunked) {
        connection.setChunkedStreamingMode(PIECE_BYTES);
      } else {
        connection.setFixedLengthStreamingMode(20 * MIB);
      }
      try (OutputStream out = connection.getOutputStream()) {
        out.write(new byte[20 * MIB]);
      }
      assertThat(connection.getResponseCode()).isEqualTo(413);
    }
  }

  @Test
  void reachesWget() throws Exception {
    assumeInstalled("wget");
    String printed =
        Command.run(
            temporary,
            "head -c 20M /dev/zero >upload; wget --tries=1 -S -O - --method=PUT --body-file=upload "
                + plain.resolve("/" + sealed)
                + " || echo exit $?");
    assertThat(printed).contains("HTTP/1.1 401", "Tig-Reason: ").doesNotContain("exit 4");
  }

  @Test
  void reachesCallersOfAProxy() throws Exception {
    assumeInstalled("nginx");
    try (ReservedPort port = ReservedPort.take()) {
      Files.writeString(temporary.resolve("nginx.conf"), PROXY.formatted(port.number(), plain));
      String printed =
          Command.run(
              temporary,
              "mkdir logs; head -c 20M /dev/zero >upload; nginx -p $PWD -c nginx.conf; trap 'kill $(cat nginx.pid)' EXIT\n"
                  + "for i in {1..8}; do for framing in 'chunked' ''; do"
                  + " curl -s -o /dev/null -w '%{http_code} ' -T upload -H Expect:"
                  + " -H \"Transfer-Encoding: $framing\" http://127.0.0.1:"
                  + port.number()
                  + "/nothing; done; done");
      assertThat(printed.split(" ")).hasSize(16).containsOnly("400");
    }
  }

  private static void assumeInstalled(String program) throws Exception {
    assumeThat(Command.run(temporary, "command -v " + program + " || true"))
        .as(program + " is not installed")
        .isNotEmpty();
  }
}
