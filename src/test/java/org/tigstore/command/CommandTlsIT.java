package org.tigstore.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.Sha256;
import org.tigstore.standalone.TigProcess;
import org.tigstore.standalone.TlsPair;
import org.tigstore.tls.TlsFiles;
import org.tigstore.tls.TlsIdentity;

/** The commands over TLS: whose certificates they trust, and that they show their own. */
class CommandTlsIT {
  private static final String PUT = "echo 123 | tig put --retry-for 0s";
  private static final String PATH = "/" + Sha256.nameOf("123\n".getBytes(UTF_8));

  @TempDir static Path directory;
  private static TlsPair servers = new TlsPair(Path.of(""), Path.of(""));
  private static TlsPair clients = servers;

  @BeforeAll
  static void makeCertificates() throws Exception {
    servers = TlsPair.make(directory);
    clients = TlsPair.make(directory);
  }

  private static TigShell calling(String address) {
    return new TigShell(directory, Map.of("TIG_SERVER", address));
  }

  @Test
  void onlyServersOfKnownIssuersAreCalled(@TempDir Path data) throws Exception {
    try (TigProcess process =
        TigProcess.start(TigProcess.thisJava(), List.of(), servers.options(data))) {
      TigShell shell = calling(process.awaitAddress().toString());
      shell.run(PUT + " --ca " + servers.certificate()).prints(PATH + "\n");
      shell.run(PUT + " --ca " + clients.certificate()).fails(1, "certif");
      shell.run(PUT).fails(1, "certif");
      shell.run(PUT + " --ca missing").fails(1, "there is no file missing");
    }
  }

  @Test
  void clientCertificateIsShown() throws Exception {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    try {
      server.setHttpsConfigurator(demandingCertificates());
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              exchange.getRequestBody().readAllBytes();
              byte[] path = PATH.getBytes(UTF_8);
              exchange.sendResponseHeaders(200, path.length);
              exchange.getResponseBody().write(path);
            }
          });
      server.start();
      TigShell shell = calling("https://127.0.0.1:" + server.getAddress().getPort());
      String put = PUT + " --ca " + servers.certificate();
      shell
          .run(put + " --certificate " + clients.certificate() + " --private-key " + clients.key())
          .prints(PATH + "\n");
      assertThat(shell.run(put).code()).isEqualTo(1);
    } finally {
      server.stop(0);
    }
  }

  private static HttpsConfigurator demandingCertificates() throws Exception {
    TlsIdentity identity = new TlsFiles(servers.key(), servers.certificate()).read();
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(identity.keys(), TlsIdentity.PASSWORD.toCharArray());
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry("client", clients.read());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(known);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trusted.getTrustManagers(), null);
    return new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters needed = getSSLContext().getDefaultSSLParameters();
        needed.setNeedClientAuth(true);
        parameters.setSSLParameters(needed);
      }
    };
  }
}
