package org.tigstore.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.cluster.Http.ok;
import static org.tigstore.cluster.Http.text;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.Bodies;

/** A role on one node reaches what is on the others, and no further than on its own. */
class RolesInClusterIT {
  private static final String KEY = "Secret-7";

  @TempDir Path directory;
  private Nodes nodes;
  private Http front;
  private Nodes.Node behind;

  @BeforeEach
  void start() throws IOException {
    nodes =
        new Nodes(
            directory,
            "--access=key-or-roles",
            "--proxies=127.0.0.1",
            "--proxy-user=X-User",
            "--proxy-roles=X-Roles");
    List<Nodes.Node> running = nodes.start(2);
    for (Nodes.Node node : running) {
      Files.writeString(node.data().resolve("apikey"), KEY);
    }
    front = running.get(0).http();
    behind = running.get(1);
  }

  @AfterEach
  void stop() throws IOException {
    nodes.close();
  }

  private static String[] as(String role) {
    return new String[] {"X-User", "ann", "X-Roles", role};
  }

  private String storedBehind(String path, String body) throws Exception {
    return text(ok(behind.http().put(path, body, "X-API-Key", KEY)));
  }

  private String readBehind(String path) throws Exception {
    return text(ok(behind.http().send("GET", path, "X-API-Key", KEY)));
  }

  @Test
  void readerReadsWhatAnotherNodeHas() throws Exception {
    String path = storedBehind("/", "a block");
    assertThat(text(ok(front.send("GET", path, as("tig-read"))))).isEqualTo("a block");
    String index = storedBehind("/", path + "\n" + path);
    assertThat(text(ok(front.send("GET", index + "?burst=1", as("tig-read")))))
        .isEqualTo("a blocka block");
    assertThat(front.send("GET", path, as("tig-append")).statusCode()).isEqualTo(403);
    assertThat(front.send("GET", path).statusCode()).isEqualTo(401);
    assertThat(front.send("DELETE", path, as("tig-read")).statusCode()).isEqualTo(403);
  }

  @Test
  void appenderReplacesNothingOnAnotherNode() throws Exception {
    String slot = "/" + Bodies.nameOf("a key");
    storedBehind(slot, "value");
    HttpResponse<byte[]> refused = front.put("/", "a key", as("tig-append"));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(front.put(slot, "new", as("tig-append")).statusCode()).isEqualTo(403);
    assertThat(front.put(slot + "?setifnot=1", "new", as("tig-append")).statusCode())
        .isEqualTo(409);
    assertThat(front.send("GET", slot + "?take=1", as("tig-append")).statusCode()).isEqualTo(403);
    assertThat(front.send("DELETE", slot, as("tig-append")).statusCode()).isEqualTo(403);
    assertThat(readBehind(slot)).isEqualTo("value");
    ok(front.put(slot + "?append=1", "s", as("tig-append")));
    assertThat(readBehind(slot)).isEqualTo("values");
  }

  @Test
  void writerChangesAndAdministratorListsWhatAnotherNodeHas() throws Exception {
    String slot = "/" + Bodies.nameOf("another key");
    storedBehind(slot, "value");
    ok(front.put(slot, "new", as("tig-write")));
    assertThat(readBehind(slot)).isEqualTo("new");
    assertThat(text(ok(front.send("GET", "/?all=1", as("tig-admin"))))).contains(slot);
    assertThat(front.send("GET", "/?all=1", as("tig-write")).statusCode()).isEqualTo(403);
    ok(front.send("DELETE", slot, as("tig-write")));
    assertThat(behind.holds(slot)).isFalse();
  }
}
