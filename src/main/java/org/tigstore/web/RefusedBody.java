package org.tigstore.web;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/**
 * The rest of the body of a request that was refused. A server that does not read it closes the
 * connection, and a connection that is closed with bytes unread is reset, which discards a response
 * that the client has not read yet (RFC 9112, section 9.6). So the rest is received and discarded
 * once the response is sent, within limits of time and bytes, without a thread that waits.
 */
final class RefusedBody implements ReadListener, AsyncListener {
  private static final System.Logger LOG = System.getLogger(RefusedBody.class.getName());
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final long MOST_BYTES = 1L << 30;
  private static final String UNDERTOW = "io.undertow.";
  private static final int READ_AT_ONCE_BYTES = 16 * 1024;

  /** A length of up to five digits. */
  private static final Pattern SHORT_LENGTH = Pattern.compile("\\d{1,5}");

  private final AsyncContext request;
  private final ServletInputStream body;
  private final AtomicBoolean ended = new AtomicBoolean();
  private long discarded;

  private RefusedBody(AsyncContext request, ServletInputStream body) {
    this.request = request;
    this.body = body;
  }

  /**
   * Discards the rest of the body, if the request has one and was refused, and if the container and
   * every filter in front support asynchronous requests. Returns at once. A client that waits for
   * leave to send its body (RFC 9110, section 10.1.1) is not given it. Where a JAX-RS runtime sent
   * the response, it may have closed it, and the container decides. Undertow discards the rest
   * itself, and does not tell a listener that the client has closed the connection.
   *
   * @param shortOnly whether to discard only what allows the connection to be kept at little cost:
   *     short bodies of clients that were admitted
   */
  static void discard(Call call, HttpServletResponse response, boolean shortOnly) {
    HttpServletRequest request = call.request();
    String length = request.getHeader("Content-Length");
    boolean expected = length != null || request.getHeader("Transfer-Encoding") != null;
    if (response.getStatus() < HttpServletResponse.SC_BAD_REQUEST
        || !expected
        || call.progress().isAnswered()
        || request.getHeader("Expect") != null
        || request.getServletContext().getClass().getName().startsWith(UNDERTOW)
        || !request.isAsyncSupported()) {
      return;
    }
    boolean isShort = length != null && SHORT_LENGTH.matcher(length).matches();
    if (shortOnly && !(isShort && call.progress().admission().isPresent())) {
      return;
    }
    try {
      ServletInputStream body = request.getInputStream();
      if (!body.isFinished()) {
        response.flushBuffer();
        AsyncContext context = request.startAsync();
        context.setTimeout(LONGEST.toMillis());
        RefusedBody rest = new RefusedBody(context, body);
        context.addListener(rest);
        body.setReadListener(rest);
      }
    } catch (IOException | IllegalStateException e) {
      LOG.log(DEBUG, "the rest of a refused body is not received", e);
      if (request.isAsyncStarted()) {
        request.getAsyncContext().complete();
      }
    }
  }

  @Override
  public void onDataAvailable() throws IOException {
    byte[] bytes = new byte[READ_AT_ONCE_BYTES];
    while (!ended.get() && body.isReady() && !body.isFinished()) {
      discarded += Math.max(body.read(bytes), 0);
      if (discarded > MOST_BYTES) {
        end();
      }
    }
  }

  @Override
  public void onAllDataRead() {
    end();
  }

  @Override
  public void onError(Throwable failure) {
    LOG.log(DEBUG, "the client disconnected during a body that was refused", failure);
    end();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    end();
  }

  @Override
  public void onError(AsyncEvent event) {
    onError(event.getThrowable());
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // Nothing starts it again.
  }

  @Override
  public void onComplete(AsyncEvent event) {
    ended.set(true);
  }

  private void end() {
    if (ended.compareAndSet(false, true)) {
      request.complete();
    }
  }
}
