package org.tigstore.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;

/** What a node whose file system becomes read-only says, in a process that may mount one. */
final class UnusableDiskScenario {
  private UnusableDiskScenario() {}

  /** Takes an empty directory to mount on, and one for temporary files. */
  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[0]);
    MountNamespace.mountSmall(path);
    try (TigServer server = TigServer.start("64m", path, Path.of(arguments[1]))) {
      Readiness readiness = new Readiness(server);
      readiness.awaitReady();
      String stored = server.seal("stored").body().strip();
      MountNamespace.coverReadOnly(path);
      assertThat(readiness.awaitNotReady()).isEqualTo("the data directory is read-only");
      HttpResponse<String> read = server.send(server.request(stored));
      assertThat(read.body()).isEqualTo("stored");
      MountNamespace.uncover(path);
      readiness.awaitReady();
      assertThat(server.seal("more").statusCode()).isEqualTo(200);
      assertLoggedOnce(server);
    }
    System.out.println("done");
  }

  private static void assertLoggedOnce(TigServer server) {
    String log = server.process().outputText();
    assertThat(log).containsOnlyOnce("the store cannot be used: ");
    assertThat(log).containsOnlyOnce("the store can be used again");
  }
}
