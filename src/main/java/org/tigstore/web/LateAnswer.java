package org.tigstore.web;

import static java.lang.System.Logger.Level.DEBUG;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.tigstore.block.Refusal;
import org.tigstore.block.RefusedException;

/** An answer to a failed attempt, which the pace of failures says when to send. */
record LateAnswer(
    Answer answer, Exchange exchange, HttpServletRequest request, HttpServletResponse response) {
  private static final System.Logger LOG = System.getLogger(LateAnswer.class.getName());

  /** Sends it when it is its turn; the calling thread does not wait for that. */
  void send() throws IOException {
    Services services = Services.of(request);
    // Nodes ask each other for what most of them do not have.
    if (exchange.isOfPeer()) {
      sendNow(answer, services);
      return;
    }
    Optional<Duration> wait = services.entrance().lateAnswers().next(request.getRemoteAddr());
    if (wait.isEmpty()) {
      RefusedException tooMany =
          new RefusedException(Refusal.TOO_MANY, "too many attempts of this caller have failed");
      sendNow(exchange.answerTo(tooMany), services);
    } else if (wait.get().isZero()) {
      sendNow(answer, services);
    } else if (!request.isAsyncSupported()) {
      services.entrance().lateAnswers().warnOfNone();
      sendNow(answer, services);
    } else {
      AsyncContext waiting = request.startAsync();
      waiting.setTimeout(0);
      services.entrance().lateAnswers().after(wait.get(), () -> sendAndEnd(waiting, services));
    }
  }

  /** Some servers know of no context any more in the thread of the one whose turn it is. */
  private void sendNow(Answer now, Services services) throws IOException {
    exchange.reset(response);
    boolean complete = false;
    try {
      now.send(response);
      complete = true;
    } finally {
      services.observer().ended(exchange.outcome(response.getStatus(), complete));
    }
  }

  private void sendAndEnd(AsyncContext waiting, Services services) {
    try {
      sendNow(answer, services);
    } catch (IOException | RuntimeException e) {
      LOG.log(DEBUG, "a caller left before it got its answer", e);
    }
    try {
      waiting.complete();
    } catch (IllegalStateException e) {
      LOG.log(DEBUG, "the container has ended the answer by itself", e);
    }
  }
}
