package org.tigstore.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** A caller on one connection, who says every byte and reads answers without a body. */
record RawCaller(Socket socket) implements Closeable {
  private static final int LONGEST_ANSWER = 4096;
  private static final Pattern END = Pattern.compile("\r\n\r\n");

  /** Calls the process that listens there, from this address of this machine. */
  static RawCaller from(String address, URI to) throws IOException {
    return new RawCaller(TigProcess.connect(InetAddress.getByName(address), to));
  }

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

  /** The next answers, so many and each to its end. */
  List<String> answers(int count) throws IOException {
    StringBuilder all = new StringBuilder();
    while (END.matcher(all).results().count() < count) {
      String more = answer();
      if (more.isEmpty()) {
        throw new EOFException("fewer than " + count + " answers: " + all);
      }
      all.append(more);
    }
    return END.splitAsStream(all).toList();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
