package org.tigstore.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/** A caller on one connection, who says every byte and reads answers without a body. */
record RawCaller(Socket socket) implements Closeable {
  private static final int LONGEST_ANSWER = 4096;

  /** Calls the process that listens there. */
  static RawCaller to(URI address) throws IOException {
    return new RawCaller(TigProcess.connect(address));
  }

  RawCaller send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return this;
  }

  /** What comes next, at once; empty if the connection ends. */
  String answer() throws IOException {
    byte[] answer = new byte[LONGEST_ANSWER];
    int count = Math.max(0, socket.getInputStream().read(answer));
    return new String(answer, 0, count, ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
