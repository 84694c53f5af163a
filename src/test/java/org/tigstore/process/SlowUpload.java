package org.tigstore.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/** A body that arrives a byte at a time and never whole. */
final class SlowUpload implements AutoCloseable {
  /** More than the server keeps in memory: a file holds the beginning of such a body. */
  private static final int LARGE_BEGINNING = 100_000;

  private static final String SIZED = "Content-Length: 1000000\r\n\r\n";
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

  private final Socket socket;
  private final boolean chunked;

  private SlowUpload(Socket socket, boolean chunked) {
    this.socket = socket;
    this.chunked = chunked;
  }

  /** Begins an upload to this path, with much at once or next to nothing. */
  static SlowUpload begin(TigServer server, String path, boolean chunked, boolean large)
      throws IOException {
    SlowUpload upload = new SlowUpload(server.connect(), chunked);
    String head = "PUT " + path + " HTTP/1.1\r\nHost: tig\r\n" + (chunked ? CHUNKED : SIZED);
    upload.output().write(head.getBytes(US_ASCII));
    upload.send(large ? LARGE_BEGINNING : 1);
    return upload;
  }

  /** Sends so many bytes more. */
  void send(int count) throws IOException {
    byte[] bytes = new byte[count];
    if (chunked) {
      output().write((Integer.toHexString(count) + "\r\n").getBytes(US_ASCII));
      output().write(bytes);
      output().write("\r\n".getBytes(US_ASCII));
    } else {
      output().write(bytes);
    }
  }

  private OutputStream output() throws IOException {
    return socket.getOutputStream();
  }

  /** What the server says until it closes the connection. */
  String answer() {
    try {
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (IOException e) {
      return "";
    }
  }

  /** Ends the connection as a process does that closes it. */
  void cut() throws IOException {
    socket.close();
  }

  /** Ends the connection as a machine does that knows nothing of it any more. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
