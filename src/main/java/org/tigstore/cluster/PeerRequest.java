package org.tigstore.cluster;

import java.net.URI;
import java.time.Duration;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request to a peer. One without a body may be sent to many peers, at the same time too.
 *
 * @param message the request; its path is relative to the base address of a node
 * @param limit how long the peer may take to answer, and may pause
 */
record PeerRequest(ClassicHttpRequest message, Duration limit) {
  /** Whether the answer is a head alone. */
  boolean isQuestion() {
    return message.getMethod().equals("HEAD");
  }

  /** Whether sending it twice has the same effect as sending it once. */
  boolean isRepeatable() {
    return isQuestion()
        || (message.getMethod().equals("GET") && !message.getPath().contains("take="));
  }

  @Nullable PeerRequestEntity body() {
    return (PeerRequestEntity) message.getEntity();
  }

  /** The message for one peer, which can be aborted. */
  HttpUriRequestBase to(PeerAddress address) {
    HttpUriRequestBase copy =
        new HttpUriRequestBase(message.getMethod(), URI.create(address.path() + message.getPath()));
    copy.setHeaders(message.getHeaders());
    copy.setEntity(message.getEntity());
    return copy;
  }

  /** Method and path; the query may contain keys. */
  @Override
  public String toString() {
    return message.getMethod() + " " + message.getPath().replaceFirst("\\?.*", "");
  }
}
