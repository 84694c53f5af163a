package org.tigstore.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tigstore.Eventually;
import org.tigstore.http.HttpTest;
import org.tigstore.http.VariesByServer;

/**
 * The WAR replaced over and over in one server's process, while callers go on storing; the system
 * property {@code tig.redeployments} says how often.
 */
@VariesByServer
class RedeployIT extends HttpTest {
  private static final int REDEPLOYMENTS = Integer.getInteger("tig.redeployments", 5);
  private static final String DATA = System.getProperty("tig.data");
  private static final int THREADS = 40;

  /** Java opens a directory that it lists twice; the search for damage keeps one list open. */
  private static final int FILES_OF_A_WALK = 2;

  private static final String STARTED = "tig stores blocks in";

  private final ServerProcess server = ServerContainer.running();

  @Test
  void redeploymentsLoseNothingAndLeaveNothing() throws Exception {
    useAllThreads();
    redeploy();
    List<String> before = server.openFiles();
    try (Uploaders uploaders = Uploaders.start(server.address())) {
      for (int round = 0; round < REDEPLOYMENTS; round++) {
        int acknowledged = uploaders.acknowledged();
        redeploy();
        Eventually.holds("callers store again", () -> uploaders.acknowledged() > acknowledged + 10);
      }
      uploaders.stop();
      uploaders.assertNothingIsLost();
      System.out.printf(
          "RedeployIT: %d redeployments, %d uploads acknowledged, %d refused or cut off%n",
          REDEPLOYMENTS, uploaders.acknowledged(), uploaders.refused());
    }
    int remembered = Server.underTest().remembered();
    Eventually.holds(
        "the class loaders of the past are gone",
        () -> server.loaded("org.tigstore.server.Node") <= 1 + remembered);
    assertThat(server.threads("tig-"))
        .extracting(line -> line.substring(0, line.indexOf('"', 1)))
        .doesNotHaveDuplicates();
    List<String> after = server.openFiles();
    assertThat(withoutWalks(after)).hasSizeLessThanOrEqualTo(withoutWalks(before).size());
    assertThat(withoutWalks(after).stream().filter(file -> file.startsWith(DATA)))
        .containsExactlyInAnyOrder(DATA + "/.tigstore/lock", DATA + "/.tigstore/owner");
    Eventually.holds(
        "a sweep closes the directory and leaves it to the search for damage",
        () -> server.openFiles().stream().filter(DATA::equals).count() <= FILES_OF_A_WALK);
  }

  /** Without the directory itself, which the pass that looks for damage walks over. */
  private static List<String> withoutWalks(List<String> files) {
    return files.stream().filter(file -> !file.equals(DATA)).toList();
  }

  /** Threads that the server starts now need not be started later. */
  private void useAllThreads() throws IOException {
    List<Socket> uploads = new ArrayList<>();
    for (int upload = 0; upload < THREADS; upload++) {
      Socket socket = new Socket(server.address().getHost(), server.address().getPort());
      uploads.add(socket);
      send(socket, "PUT / HTTP/1.1\r\nHost: tig\r\nContent-Length: 2\r\n\r\na");
    }
    for (Socket upload : uploads) {
      send(upload, "b");
      assertThat(upload.getInputStream().read()).isEqualTo('H');
      upload.close();
    }
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private void redeploy() throws IOException, InterruptedException {
    long starts = starts();
    server.redeploy();
    Eventually.holds("the WAR is redeployed", () -> starts() > starts && server.answers());
    askForFigures();
  }

  /** What counts for the figures is loaded by whoever asks first. */
  private void askForFigures() throws IOException {
    try (InputStream figures = server.address().resolve("/metrics").toURL().openStream()) {
      assertThat(new String(figures.readAllBytes(), US_ASCII)).contains("tig_requests_seconds");
    }
  }

  private long starts() throws IOException {
    return server.log().lines().filter(line -> line.contains(STARTED)).count();
  }
}
