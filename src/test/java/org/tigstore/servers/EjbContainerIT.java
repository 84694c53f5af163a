package org.tigstore.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tigstore.Eventually;
import org.tigstore.http.HttpTest;
import org.tigstore.http.VariesByServer;

/** Servers with an EJB container: it runs the store and its timer, and requests pass through it. */
@VariesByServer
class EjbContainerIT extends HttpTest {
  private static final String TIG = "org.tigstore.";
  private static final String STORE_CALL = TIG + "server.StoreBean.receive(";

  @Test
  void containerRunsTheStoreAndItsTimer() throws IOException {
    assertThat(ServerContainer.running().log())
        .contains("the EJB container runs the store and its timer")
        .doesNotContain("the application runs the store");
  }

  /** Whoever called the bean's own method while a body is on its way is the container's proxy. */
  @Test
  void requestsReachTheStoreThroughTheContainer() throws Exception {
    ServerProcess server = ServerContainer.running();
    try (Socket slow = new Socket(server.address().getHost(), server.address().getPort())) {
      slow.getOutputStream()
          .write(
              "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nbegun"
                  .getBytes(US_ASCII));
      Eventually.holds(
          "the store receives a body", () -> server.ask("Thread.print").contains(STORE_CALL));

      List<String> stack = server.ask("Thread.print").lines().map(String::strip).toList();
      int call = indexOf(stack, STORE_CALL);
      assertThat(stack.get(call + 1)).startsWith("at ").doesNotContain(TIG);
    }
  }

  private static int indexOf(List<String> lines, String part) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(part)) {
        return i;
      }
    }
    throw new AssertionError("no line contains " + part);
  }
}
