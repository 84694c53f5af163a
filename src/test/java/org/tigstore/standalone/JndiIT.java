package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A setting that an operator makes in the server's JNDI reaches the shipped WAR. */
class JndiIT {
  private static final String BLOCK_SIZE_LIMIT = "3";
  @TempDir Path temporary;

  @Test
  void anEntryInTheComponentsEnvironmentIsASetting() throws Exception {
    Server server = new Server(0);
    WebAppContext context = WarContext.of(Path.of(System.getProperty("tig.war")), "/");
    context.setTempDirectory(temporary.toFile());
    context.addConfiguration(new EnvConfiguration(), new PlusConfiguration());
    server.setHandler(context);
    var unused = new EnvEntry(context, "tig/maxBlockSize", BLOCK_SIZE_LIMIT, true);
    server.start();
    try {
      assertThat(put(server.getURI(), "abc")).isEqualTo(200);
      assertThat(put(server.getURI(), "abcd")).isEqualTo(413);
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
