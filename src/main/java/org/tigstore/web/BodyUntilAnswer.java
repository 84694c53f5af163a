package org.tigstore.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * A body that ends, whatever is still to come, once the request has its answer. Some runtimes read
 * on to the end before they send the answer, and a refusal must not wait for what it refuses.
 */
final class BodyUntilAnswer extends ServletInputStream {
  private final ServletInputStream body;
  private final BooleanSupplier answered;
  private final LongConsumer received;

  /** Ends when this says so, and tells how many bytes came. */
  BodyUntilAnswer(ServletInputStream body, BooleanSupplier answered, LongConsumer received) {
    this.body = body;
    this.answered = answered;
    this.received = received;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (answered.getAsBoolean()) {
      return -1;
    }
    int count = body.read(target, offset, length);
    received.accept(Math.max(count, 0));
    return count;
  }

  @Override
  public int available() throws IOException {
    return answered.getAsBoolean() ? 0 : body.available();
  }

  @Override
  public boolean isFinished() {
    return answered.getAsBoolean() || body.isFinished();
  }

  @Override
  public boolean isReady() {
    return answered.getAsBoolean() || body.isReady();
  }

  @Override
  public void setReadListener(ReadListener listener) {
    body.setReadListener(listener);
  }

  @Override
  public void close() throws IOException {
    // Some servers read on to the end here, too.
    if (!answered.getAsBoolean()) {
      body.close();
    }
  }
}
