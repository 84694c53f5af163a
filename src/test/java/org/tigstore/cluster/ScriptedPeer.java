package org.tigstore.cluster;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Something that listens where a peer is expected, and answers each request as a test says. */
final class ScriptedPeer implements AutoCloseable {
  private final ServerSocket listener;
  private final Script script;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /** What happens on a connection after a request's head has come. */
  @FunctionalInterface
  interface Script {
    void answer(String requestLine, OutputStream caller) throws Exception;
  }

  private ScriptedPeer(ServerSocket listener, Script script) {
    this.listener = listener;
    this.script = script;
  }

  /** Starts to listen on this machine; each connection serves one request. */
  static ScriptedPeer start(Script script) throws IOException {
    ScriptedPeer peer =
        new ScriptedPeer(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), script);
    Thread thread = new Thread(peer::accept, "scripted-peer");
    thread.setDaemon(true);
    thread.start();
    return peer;
  }

  /** The peer that lets callers connect and then says nothing, for ever. */
  static ScriptedPeer silent() throws IOException {
    return start((request, caller) -> Thread.sleep(Long.MAX_VALUE));
  }

  /** The head of an answer without content of its own. */
  static byte[] head(String status, String... fields) {
    return ("HTTP/1.1 "
            + status
            + "\r\nConnection: close\r\n"
            + String.join("\r\n", fields)
            + "\r\n\r\n")
        .getBytes(ISO_8859_1);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** The first lines of the requests that came. */
  List<String> requests() {
    return requests;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread thread = new Thread(() -> serve(socket), "scripted-peer-connection");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        // Closed: the test is over.
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))) {
      String request = reader.readLine();
      for (String line = request; line != null && !line.isEmpty(); ) {
        line = reader.readLine();
      }
      if (request != null) {
        requests.add(request);
        script.answer(request, socket.getOutputStream());
      }
    } catch (Exception e) {
      // The caller may leave at any time.
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
