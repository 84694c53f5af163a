package org.tigstore.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URL;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP/1.1 byte by byte, for what no decent client sends. */
public final class RawConnection implements Closeable {
  /** More bytes than a slow connection and its server's end hold of what nobody has read yet. */
  public static final int MORE_THAN_IT_HOLDS = 16 * 1024 * 1024;

  private static final int TIMEOUT_MILLIS = 120_000;
  private static final int SLOW_BUFFER = 64 * 1024;
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1.1 (?<status>\\d{3}).*");

  private final Socket socket;
  private final String authority;
  private final OutputStream toServer;
  private final InputStream fromServer;

  private RawConnection(Socket socket, String authority) throws IOException {
    this.socket = socket;
    this.authority = authority;
    this.toServer = socket.getOutputStream();
    this.fromServer = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * One answer, an interim one too.
   *
   * @param fields the header fields, whatever the case of their names
   */
  public record Answer(int status, Map<String, String> fields, String body) {}

  static RawConnection to(URL address) throws IOException {
    return connected(new Socket(), address);
  }

  /** One that takes little of an answer before the test reads it. */
  static RawConnection slowTo(URL address) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SLOW_BUFFER);
    return connected(socket, address);
  }

  private static RawConnection connected(Socket socket, URL address) throws IOException {
    socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    return new RawConnection(socket, address.getAuthority());
  }

  /** Sends a request's head: its line, {@code Host}, and these fields. */
  public RawConnection head(String requestLine, String... fields) throws IOException {
    StringBuilder head = new StringBuilder(requestLine).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(authority).append("\r\n");
    for (String field : fields) {
      head.append(field).append("\r\n");
    }
    return send(head.append("\r\n").toString());
  }

  /** Sends these characters, a byte each. */
  public RawConnection send(String text) throws IOException {
    toServer.write(text.getBytes(ISO_8859_1));
    toServer.flush();
    return this;
  }

  /** Sends a chunk of a body that is sent in chunks. */
  public RawConnection chunk(String text) throws IOException {
    return send(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
  }

  /** Says that nothing follows, while still listening. */
  public RawConnection end() throws IOException {
    socket.shutdownOutput();
    return this;
  }

  /** The next answer. */
  public Answer answer() throws IOException {
    Answer head = answerHead();
    return head.status() < 200
        ? head
        : new Answer(head.status(), head.fields(), body(head.fields()));
  }

  /** The next answer to a request with this method: some answers never have a body. */
  public Answer answerTo(String method) throws IOException {
    Answer head = answerHead();
    boolean bodiless = method.equals("HEAD") || head.status() == 204 || head.status() == 304;
    return bodiless || head.status() < 200
        ? head
        : new Answer(head.status(), head.fields(), body(head.fields()));
  }

  /** The next answer, its body left to be read. */
  public Answer answerHead() throws IOException {
    Matcher statusLine = STATUS_LINE.matcher(line());
    assertThat(statusLine.matches()).isTrue();
    return new Answer(Integer.parseInt(statusLine.group("status")), fields(), "");
  }

  private Map<String, String> fields() throws IOException {
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return fields;
  }

  private String body(Map<String, String> fields) throws IOException {
    if ("chunked".equalsIgnoreCase(fields.get("Transfer-Encoding"))) {
      return chunks();
    }
    String length = fields.get("Content-Length");
    byte[] bytes =
        length == null
            ? fromServer.readAllBytes()
            : fromServer.readNBytes(Integer.parseInt(length));
    return new String(bytes, ISO_8859_1);
  }

  private String chunks() throws IOException {
    StringBuilder chunks = new StringBuilder();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      chunks.append(new String(fromServer.readNBytes(size), ISO_8859_1)).append(line());
    }
    return chunks.append(line()).toString();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = fromServer.read(); next != '\n'; next = fromServer.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection after: " + line);
      }
      line.write(next);
    }
    return line.toString(ISO_8859_1).stripTrailing();
  }

  /** Everything the server still says until it closes the connection. */
  public String rest() throws IOException {
    return new String(fromServer.readAllBytes(), ISO_8859_1);
  }

  /** As {@link #rest}, if need be until the server resets the connection. */
  public String restOrReset() throws IOException {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    try {
      fromServer.transferTo(rest);
    } catch (SocketException e) {
      // A reset is an end as well.
    }
    return rest.toString(ISO_8859_1);
  }

  /** How many bytes the server still sends until it closes, or resets, the connection. */
  public long countRest() throws IOException {
    byte[] chunk = new byte[64 * 1024];
    long count = 0;
    try {
      for (int got = fromServer.read(chunk); got >= 0; got = fromServer.read(chunk)) {
        count += got;
      }
    } catch (SocketException e) {
      // A reset is an end as well.
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
