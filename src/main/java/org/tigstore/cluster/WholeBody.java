package org.tigstore.cluster;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/** A body that takes its connection down when it breaks off: a peer must not think it ended. */
final class WholeBody extends HttpEntityWrapper {
  private final Cancellable request;

  WholeBody(HttpEntity body, Cancellable request) {
    super(body);
    this.request = request;
  }

  @Override
  public void writeTo(OutputStream target) throws IOException {
    boolean complete = false;
    try {
      super.writeTo(target);
      complete = true;
    } finally {
      if (!complete) {
        // The client would close the target, which puts the mark of the end behind chunks.
        request.cancel();
      }
    }
  }
}
