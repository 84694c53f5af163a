package org.tigstore.web;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * A response of which nothing leaves once its exchange has another answer for later: a JAX-RS
 * runtime sends what a mapper returns at once.
 */
final class LateResponse extends HttpServletResponseWrapper {
  private final Exchange exchange;

  LateResponse(HttpServletResponse response, Exchange exchange) {
    super(response);
    this.exchange = exchange;
  }

  private boolean isLate() {
    return exchange.late().isPresent();
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    return isLate() ? new Nowhere() : super.getOutputStream();
  }

  @Override
  public void flushBuffer() throws IOException {
    if (!isLate()) {
      super.flushBuffer();
    }
  }

  private static final class Nowhere extends ServletOutputStream {
    @Override
    public void write(int one) {}

    @Override
    public void write(byte[] bytes, int offset, int length) {}

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new IllegalStateException("nothing is sent here");
    }
  }
}
