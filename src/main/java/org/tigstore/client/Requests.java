package org.tigstore.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.util.Timeout;

/** Sends requests to one server, and repeats them as {@link Repetition} decides. Thread-safe. */
final class Requests implements Closeable {
  private static final Timeout SILENCE = Timeout.ofMinutes(2);

  /** A refusal costs no more than this to send in vain. */
  private static final long SENT_UNASKED_BYTES = 1 << 20;

  private final ServerSettings settings;
  private final Consumer<String> notices;
  private final CloseableHttpClient client;

  /**
   * To this server.
   *
   * @param notices is told in a line why a request is repeated; called by any thread
   * @throws IOException if the certificates or the key that the settings name cannot be used
   */
  Requests(ServerSettings settings, Consumer<String> notices) throws IOException {
    this.settings = settings;
    this.notices = notices;
    this.client = Connections.client(settings);
  }

  /** One attempt to send a request. */
  private record Attempt(HttpUriRequestBase message, Optional<SentBody> body) {
    boolean isUnreadable() {
      return body.filter(SentBody::isUnreadable).isPresent();
    }

    boolean mayBeExecuted(IOException failure) {
      return !(isOfConnecting(failure) || body.filter(sent -> !sent.isBegun()).isPresent());
    }

    private static boolean isOfConnecting(IOException failure) {
      return failure instanceof ConnectException
          || failure instanceof NoRouteToHostException
          || failure instanceof ConnectTimeoutException;
    }
  }

  /** An answer, and the name under which the body that was sent would be sealed. */
  record Exchange(Answer answer, Optional<SentBody> body) {}

  /**
   * Sends the request until there is an answer that decides, which may be a refusal.
   *
   * @throws ServerException if there is none
   * @throws IOException if the body cannot be read
   */
  Exchange send(Request request) throws IOException {
    Repetition repetition = new Repetition(request.harmless(), settings.repeatFor());
    boolean asking = request.body().filter(body -> body.length() > SENT_UNASKED_BYTES).isPresent();
    while (true) {
      Attempt attempt = attempt(request);
      Optional<Duration> pause;
      String reason;
      try {
        Answer answer = execute(attempt, asking);
        pause = repetition.after(answer.status(), answer.isFromTig(), answer.retryAfter());
        if (pause.isEmpty()) {
          return new Exchange(answer, attempt.body());
        }
        reason = String.valueOf(answer.refusal().getMessage());
        answer.close();
      } catch (IOException e) {
        if (attempt.isUnreadable()) {
          throw e;
        }
        reason = settings + " cannot be called: " + text(e);
        pause = isLasting(e) ? Optional.empty() : repetition.afterFailure(attempt.mayBeExecuted(e));
        if (pause.isEmpty()) {
          throw new ServerException(reason + unknownEffect(request, attempt, e), e);
        }
        // A server that refuses without reading the body may have closed the connection.
        asking = request.body().isPresent();
      }
      pause(reason, pause.get());
    }
  }

  /** How far a request comes that is sent again with the same settings. */
  private static boolean isLasting(IOException failure) {
    return failure instanceof UnknownHostException
        || failure instanceof SSLHandshakeException
        || failure instanceof SSLPeerUnverifiedException;
  }

  private static String unknownEffect(Request request, Attempt attempt, IOException failure) {
    return request.harmless() || !attempt.mayBeExecuted(failure)
        ? ""
        : "; whether it executed the request is not known";
  }

  private static String text(IOException failure) {
    String message = failure.getMessage();
    String text = failure instanceof UnknownHostException ? "unknown host" : message;
    return text == null ? failure.getClass().getSimpleName() : text;
  }

  private void pause(String reason, Duration pause) throws InterruptedIOException {
    notices.accept(reason + "; trying again");
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  private Answer execute(Attempt attempt, boolean asking) throws IOException {
    HttpClientContext context = HttpClientContext.create();
    context.setRequestConfig(
        RequestConfig.custom()
            .setResponseTimeout(SILENCE)
            .setExpectContinueEnabled(asking)
            .build());
    return new Answer(
        settings.toString(),
        client.executeOpen(Connections.host(settings.address()), attempt.message(), context));
  }

  private Attempt attempt(Request request) {
    HttpUriRequestBase message =
        new HttpUriRequestBase(request.method(), URI.create(settings.address() + request.target()));
    settings.key().ifPresent(key -> message.setHeader("X-API-Key", Connections.inField(key)));
    settings.login().ifPresent(login -> message.setHeader("Authorization", basic(login)));
    request.fields().forEach(message::setHeader);
    Optional<SentBody> body = request.body().map(SentBody::new);
    body.ifPresent(message::setEntity);
    return new Attempt(message, body);
  }

  private static String basic(ServerSettings.Login login) {
    String pair = login.user() + ":" + login.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
