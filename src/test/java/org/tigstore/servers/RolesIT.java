package org.tigstore.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Users of the server's own realm, who show name and password (HTTP BASIC). */
class RolesIT extends RolesContract {
  @BeforeAll
  static void start() throws IOException, InterruptedException {
    ServerContainer.stopRunning();
    Server named = Server.named(System.getProperty("tig.server"));
    String commands =
        SecurityPage.commands("The jars", "BASIC")
            + SecurityPage.commands(named.heading(), "A jar laid over the WAR")
            + RoleUsers.made(SecurityPage.commands(named.heading(), "Users"));
    ask(
        ServerProcess.start(
            SecuredServer.closed(named, commands),
            "/",
            Map.of("TIG_ACCESS", "roles", "APIKEY", "Secret-7")));
  }

  @Override
  RequestSpecification as(String user, RequestSpecification request) {
    return request.auth().preemptive().basic(user, RoleUsers.PASSWORD);
  }

  @Test
  void unknownUsersAreAskedForTheirPassword() {
    anybody().get("/").then().statusCode(401).header("WWW-Authenticate", startsWith("Basic"));
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
  void keyIsNoRole() {
    String slot = put(fresh(), "value");
    anybody().header("X-API-Key", "Secret-7").get(slot).then().statusCode(401);
    as("tig-read").header("X-API-Key", "Secret-7").delete(slot).then().statusCode(403);
    assertThat(value(slot)).isEqualTo("value");
  }
}
