package org.tigstore.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tigstore.http.VariesByServer;

/** Users whom a proxy names that is believed, and beside them callers with the API key. */
@VariesByServer
class ProxiedRolesIT extends RolesContract {
  private static final String KEY = "Secret-7";
  private static final String USER = "X-Remote-User";
  private static final String ROLES = "X-Remote-Roles";

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    ServerContainer.stopRunning();
    Map<String, String> settings =
        Map.of(
            "TIG_ACCESS", "key-or-roles",
            "APIKEY", KEY,
            "TIG_PROXIES", "127.0.0.1",
            "TIG_PROXY_USER", USER,
            "TIG_PROXY_ROLES", ROLES);
    ask(ServerProcess.start(Server.underTest(), settings, ""));
  }

  @Override
  RequestSpecification as(String user, RequestSpecification request) {
    return request
        .header(USER, user)
        .header(ROLES, Objects.requireNonNull(RoleUsers.all().get(user)));
  }

  @Test
  void keyOpensEverything() {
    String slot = fresh();
    anybody().header("X-API-Key", KEY).body("value").put(slot).then().statusCode(200);
    assertThat(anybody().header("X-API-Key", KEY).get("/").asString()).contains(slot);
    anybody().header("X-API-Key", KEY).delete(slot).then().statusCode(200);
  }

  @Test
  void keyOpensEverythingToWhoHasNoRole() {
    String slot = put(fresh(), "value");
    as(RoleUsers.NOBODY).header("X-API-Key", KEY).delete(slot).then().statusCode(200);
  }

  @Test
  void wrongKeyIsNotMadeGoodByARole() {
    String slot = put(fresh(), "value");
    as(RoleUsers.KEEPER).header("X-API-Key", "wrong").delete(slot).then().statusCode(401);
    assertThat(value(slot)).isEqualTo("value");
  }

  @Test
  void userWhoIsNamedTwiceIsNobody() {
    String slot = put(fresh(), "value");
    as("tig-read").header(USER, RoleUsers.KEEPER).get(slot).then().statusCode(401);
  }

  @Test
  void rolesWithoutAUserAreNone() {
    String slot = put(fresh(), "value");
    anybody().header(ROLES, "tig-read").get(slot).then().statusCode(401);
  }
}
