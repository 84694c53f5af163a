package org.tigstore.servers;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.tigstore.Eventually;
import org.tigstore.http.HttpTest;
import org.tigstore.http.VariesByServer;

/** What the log says of WildFly's own limit of a body. */
@VariesByServer
class WildFlyBodyLimitIT extends HttpTest {
  private final ServerProcess server = ServerContainer.running();

  @Test
  void limitUnderThatOfTheStoreIsAWarning() throws IOException, InterruptedException {
    limit(1_000_000);
    Eventually.holds(
        "the log warns",
        () ->
            server.log().contains("refuses bodies over 1000000 bytes: set its max-post-size to 0"));
  }

  @AfterEach
  void liftTheLimit() throws IOException, InterruptedException {
    limit(0);
  }

  private void limit(long bytes) throws IOException, InterruptedException {
    server.run(
        "bin/jboss-cli.sh --connect --timeout=120000 --controller=127.0.0.1:$JBOSS_MANAGEMENT_HTTP_PORT --commands='"
            + "/subsystem=undertow/server=default-server/http-listener=default"
            + ":write-attribute(name=max-post-size,value="
            + bytes
            + "),reload'");
    Eventually.holds("the WAR is deployed again", server::answers);
  }
}
