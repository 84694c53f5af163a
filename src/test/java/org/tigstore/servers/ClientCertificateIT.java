package org.tigstore.servers;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tigstore.http.VariesByServer;

/** Users whom the server knows by the certificate of the TLS handshake. */
@VariesByServer
class ClientCertificateIT {
  /** An authority, two certificates of it, and one that nobody vouches for. */
  private static final String CERTIFICATES =
      """
      tool() { keytool "$@" -storetype PKCS12 -storepass changeit; }
      tool -genkeypair -alias ca -keyalg EC -dname 'CN=An authority' -ext bc:c -keystore ca.p12
      tool -exportcert -alias ca -rfc -file ca.pem -keystore ca.p12
      tool -importcert -noprompt -alias ca -file ca.pem -keystore clients.p12
      for name in alice mallory; do
        tool -genkeypair -alias $name -keyalg EC -dname CN=$name -keystore $name.p12
        tool -certreq -alias $name -file $name.csr -keystore $name.p12
        tool -gencert -alias ca -rfc -infile $name.csr -outfile $name.pem -keystore ca.p12
        tool -importcert -noprompt -alias ca -file ca.pem -keystore $name.p12
        tool -importcert -alias $name -file $name.pem -keystore $name.p12
      done
      tool -genkeypair -alias alice -keyalg EC -dname CN=alice -keystore forged.p12
      """;

  /** What curl says where there is no answer. */
  private static final int NONE = 0;

  private static ServerProcess server;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    ServerContainer.stopRunning();
    Server named = Server.underTest();
    String commands =
        CERTIFICATES
            + "bash -e $TIG/config/security/client-certificate.sh\n"
            + named.securing("jar.sh tig-client-certificate.jar")
            + named.securing("certificates.sh alice tig-read,tig-append");
    server = ServerProcess.start(named, Map.of("TIG_ACCESS", "roles"), commands);
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    server.stop();
  }

  /** Sends a request by curl with these options, and fails if the status is another. */
  private static void expect(int status, String options) throws IOException, InterruptedException {
    server.run(
        "status=$(curl -sk -o answer -w '%{http_code}' "
            + options
            + " https://127.0.0.1:$JBOSS_HTTPS_PORT$(cat path) || true)\n"
            + "test $status -eq "
            + status);
  }

  private static String shown(String name) {
    return "--cert-type P12 --cert " + name + ".p12:changeit ";
  }

  @Test
  void certificateIsTheUser() throws IOException, InterruptedException {
    server.run("echo / > path");
    expect(200, shown("alice") + "-X PUT -d text");
    server.run("cp answer path");
    expect(200, shown("alice"));
    server.run("test $(cat answer) = text");
    expect(403, shown("alice") + "-X DELETE");
  }

  @Test
  void whoShowsNoneOrAnUnknownNameIsRefused() throws IOException, InterruptedException {
    server.run("echo / > path");
    expect(403, "-X PUT -d text");
    expect(403, shown("mallory") + "-X PUT -d text");
    server.run("echo /health/live > path");
    expect(200, "");
  }

  @Test
  void certificateOfNoAuthorityEndsTheHandshake() throws IOException, InterruptedException {
    server.run("echo / > path");
    expect(NONE, shown("forged") + "-X PUT -d text");
  }
}
