package org.tigstore.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.eclipse.jetty.ee10.plus.webapp.EnvConfiguration;
import org.eclipse.jetty.ee10.plus.webapp.PlusConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.plus.jndi.EnvEntry;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.Sha256;

/** Settings that an operator makes in the server's JNDI reach the shipped WAR. */
class JndiIT {
  private static final String DATA = "tig.data";
  private static final String BLOCK_SIZE_LIMIT = "3";
  @TempDir Path temporary;
  private @Nullable String dataOfTheRun;

  /** A system property outranks an entry. */
  @BeforeEach
  void clearProperty() {
    dataOfTheRun = System.clearProperty(DATA);
  }

  @AfterEach
  void restoreProperty() {
    if (dataOfTheRun != null) {
      System.setProperty(DATA, dataOfTheRun);
    }
  }

  @Test
  void entriesOfTheComponentsEnvironmentAreSettings() throws Exception {
    Path data = temporary.resolve("data");
    Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    WebAppContext context = WarContext.of(Path.of(System.getProperty("tig.war")), "/");
    context.setTempDirectory(temporary.toFile());
    context.addConfiguration(new EnvConfiguration(), new PlusConfiguration());
    server.setHandler(context);
    var unusedSize = new EnvEntry(context, "tig/maxBlockSize", BLOCK_SIZE_LIMIT, true);
    var unusedData = new EnvEntry(context, "tig/data", data.toString(), true);
    server.start();
    try {
      assertThat(put(server.getURI(), "abc")).isEqualTo(200);
      assertThat(put(server.getURI(), "abcd")).isEqualTo(413);
      assertThat(data.resolve(Sha256.nameOf("abc".getBytes(UTF_8)).toString())).hasContent("abc");
    } finally {
      server.stop();
    }
  }

  private static int put(URI address, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(address).PUT(HttpRequest.BodyPublishers.ofString(body)).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
