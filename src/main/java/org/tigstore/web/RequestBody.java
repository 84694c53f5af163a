package org.tigstore.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request. It ends, whatever is still to come, once the request has its answer: some
 * runtimes read on to the end before they send the answer, and a refusal must not wait for what it
 * refuses. Counts the bytes that come.
 */
final class RequestBody extends ServletInputStream {
  private final HttpServletRequest request;
  private final Progress progress;
  private @Nullable ServletInputStream body;

  RequestBody(Call call) {
    this.request = call.request();
    this.progress = call.progress();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (progress.isAnswered()) {
      return -1;
    }
    if (body == null) {
      // Not before: some servers tell the caller now to send the body.
      body = request.getInputStream();
    }
    int count = body.read(target, offset, length);
    progress.receive(Math.max(count, 0));
    return count;
  }

  @Override
  public int available() throws IOException {
    return body == null || progress.isAnswered() ? 0 : body.available();
  }

  @Override
  public boolean isFinished() {
    return progress.isAnswered() || (body != null && body.isFinished());
  }

  @Override
  public boolean isReady() {
    return body == null || progress.isAnswered() || body.isReady();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    throw new IllegalStateException("bodies are read by blocking reads");
  }

  @Override
  public void close() throws IOException {
    // Some servers read on to the end here, too.
    if (body != null && !progress.isAnswered()) {
      body.close();
    }
  }
}
