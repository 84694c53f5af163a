package org.tigstore.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.BlockName;
import org.tigstore.block.Bodies;
import org.tigstore.command.TigShell;
import org.tigstore.http.VariesByServer;
import org.tigstore.page.Browser;
import org.tigstore.page.PageTour;

/** Users of the server's own realm, who show name and password (HTTP BASIC). */
@VariesByServer
class RolesIT extends RolesContract {
  @BeforeAll
  static void start() throws IOException, InterruptedException {
    ServerContainer.stopRunning();
    Server named = Server.underTest();
    StringBuilder commands =
        new StringBuilder("bash -e $TIG/config/security/basic.sh\n")
            .append(named.securing("jar.sh tig-basic.jar"));
    RoleUsers.all()
        .forEach(
            (name, roles) ->
                commands.append(
                    named.securing("user.sh " + name + " " + RoleUsers.PASSWORD + " " + roles)));
    Map<String, String> settings = Map.of("TIG_ACCESS", "roles", "APIKEY", "Secret-7");
    ask(ServerProcess.start(named, settings, commands.toString()));
  }

  @Override
  RequestSpecification as(String user, RequestSpecification request) {
    return request.auth().preemptive().basic(user, RoleUsers.PASSWORD);
  }

  @Test
  void unknownUsersAreAskedForTheirPassword() {
    for (String path : new String[] {"/", "/ui/"}) {
      anybody().get(path).then().statusCode(401).header("WWW-Authenticate", startsWith("Basic"));
    }
    anybody()
        .auth()
        .preemptive()
        .basic(RoleUsers.KEEPER, "wrong")
        .get("/")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", startsWith("Basic"));
  }

  @Test
  void commandLogsIn(@TempDir Path directory) throws Exception {
    TigShell shell =
        new TigShell(
            directory,
            Map.of("TIG_SERVER", address().toString(), "TIG_PASSWORD", RoleUsers.PASSWORD));
    String content = UUID.randomUUID().toString();
    String path = "/" + Bodies.nameOf(content);
    shell.run("printf " + content + " | tig put --user tig-append").prints(path + "\n");
    shell.run("tig cat --user tig-read " + path).prints(content);
    shell.run("tig list --user tig-read").fails(1, "403");
    shell.run("tig cat " + path).fails(1, "401");
  }

  @Test
  void keyIsNoRole() {
    String slot = put(fresh(), "value");
    anybody().header("X-API-Key", "Secret-7").get(slot).then().statusCode(401);
    as("tig-read").header("X-API-Key", "Secret-7").delete(slot).then().statusCode(403);
    anybody().auth().preemptive().basic("x", "Secret-7").get(slot).then().statusCode(401);
    assertThat(value(slot)).isEqualTo("value");
  }

  @Test
  void userWorksOnThePage(@TempDir Path files) throws IOException, InterruptedException {
    String text = fresh().substring(1, 32);
    try (Browser browser = Browser.start()) {
      String user = RoleUsers.KEEPER + ":" + RoleUsers.PASSWORD;
      browser.open(URI.create("http://" + user + "@" + address().getAuthority() + "/version"));
      PageTour tour = new PageTour(browser, address());
      tour.arrive();
      BlockName name = tour.store(Files.writeString(files.resolve("note.txt"), text));
      tour.lookUp(name, text);
      tour.changeSlot("key " + text);
      tour.list(name);
      assertThat(browser.problems()).isEmpty();
    }
  }
}
