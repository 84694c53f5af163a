package org.tigstore.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldif.LDIFException;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tigstore.http.VariesByServer;

/** Users of a directory, asked by the server over LDAP. */
@VariesByServer
class LdapIT {
  private static final String BASE = "dc=example,dc=com";
  private static final String SERVICE = "cn=tig," + BASE;
  private static final String SERVICE_PASSWORD = "searching";

  private static InMemoryDirectoryServer directory;
  private static ServerProcess server;

  @BeforeAll
  static void start() throws Exception {
    ServerContainer.stopRunning();
    directory = directory();
    int port = directory.getListenPort();
    Server named = Server.underTest();
    String commands =
        "bash -e $TIG/config/security/basic.sh\n"
            + named.securing("jar.sh tig-basic.jar")
            + named.securing("ldap.sh");
    Map<String, String> variables =
        Map.of(
            "TIG_ACCESS",
            "roles",
            "LDAP_URL",
            "ldap://127.0.0.1:" + port,
            "LDAP_HOST",
            "127.0.0.1",
            "LDAP_PORT",
            Integer.toString(port),
            "LDAP_PASSWORD",
            SERVICE_PASSWORD);
    server = ServerProcess.start(named, variables, commands);
  }

  private static InMemoryDirectoryServer directory() throws LDAPException, LDIFException {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPConfig("ldap", InetAddress.getLoopbackAddress(), 0, null));
    config.addAdditionalBindCredentials(SERVICE, SERVICE_PASSWORD);
    config.setAuthenticationRequiredOperationTypes(OperationType.SEARCH, OperationType.COMPARE);
    InMemoryDirectoryServer made = new InMemoryDirectoryServer(config);
    made.add("dn: " + BASE, "objectClass: domain", "dc: example");
    for (String unit : new String[] {"people", "groups"}) {
      made.add("dn: ou=" + unit + "," + BASE, "objectClass: organizationalUnit", "ou: " + unit);
    }
    addUser(made, "rita");
    addUser(made, "wes");
    addUser(made, "nora");
    addGroup(made, "tig-read", "rita");
    addGroup(made, "tig-write", "wes");
    addGroup(made, "tig-admin", "wes");
    addGroup(made, "accounting", "nora");
    made.startListening();
    return made;
  }

  private static String person(String name) {
    return "uid=" + name + ",ou=people," + BASE;
  }

  private static void addUser(InMemoryDirectoryServer to, String name)
      throws LDAPException, LDIFException {
    to.add(
        "dn: " + person(name),
        "objectClass: inetOrgPerson",
        "uid: " + name,
        "cn: " + name,
        "sn: " + name,
        "userPassword: secret of " + name);
  }

  private static void addGroup(InMemoryDirectoryServer to, String group, String member)
      throws LDAPException, LDIFException {
    to.add(
        "dn: cn=" + group + ",ou=groups," + BASE,
        "objectClass: groupOfNames",
        "cn: " + group,
        "member: " + person(member));
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    server.stop();
    directory.shutDown(true);
  }

  private static RequestSpecification as(String name, String password) {
    return RestAssured.given()
        .baseUri(server.address().toString())
        .urlEncodingEnabled(false)
        .auth()
        .preemptive()
        .basic(name, password);
  }

  private static RequestSpecification as(String name) {
    return as(name, "secret of " + name);
  }

  @Test
  void groupsAreRoles() {
    String text = UUID.randomUUID().toString();
    String path = as("wes").body(text).put("/").then().statusCode(200).extract().asString();
    assertThat(as("rita").get(path).then().statusCode(200).extract().asString()).isEqualTo(text);
    assertThat(as("wes").get("/").then().statusCode(200).extract().asString()).contains(path);
    as("wes").get(path).then().statusCode(403);
    as("rita").body("x").put("/").then().statusCode(403);
    as("rita").get("/").then().statusCode(403);
    as("nora").get(path).then().statusCode(403);
  }

  @Test
  void directoryDecidesWhoSomebodyIs() {
    as("rita", "secret of wes").get("/").then().statusCode(401);
    as("rita", "").get("/").then().statusCode(401);
    as("somebody").get("/").then().statusCode(401);
    as("*", "secret of rita").get("/").then().statusCode(401);
    as("rita)(uid=*", "secret of rita").get("/").then().statusCode(401);
  }
}
