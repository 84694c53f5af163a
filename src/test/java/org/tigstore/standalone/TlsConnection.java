package org.tigstore.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A connection that is kept open over TLS. */
final class TlsConnection implements AutoCloseable {
  private static final int LONGEST_MILLIS = 300_000;

  private final SSLSocket socket;
  private final BufferedReader answers;

  private TlsConnection(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
  }

  /** Connects by believing in these alone. */
  static TlsConnection to(URI address, TlsPair... believed) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            trusting(believed)
                .getSocketFactory()
                .createSocket(address.getHost(), address.getPort());
    socket.setSoTimeout(LONGEST_MILLIS);
    socket.startHandshake();
    return new TlsConnection(socket);
  }

  /** What believes in these alone. */
  static SSLContext trusting(TlsPair... believed) throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    for (TlsPair pair : believed) {
      trusted.setCertificateEntry(pair.certificate().toString(), pair.read());
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  /** The certificate that the server showed when this connection began. */
  X509Certificate shown() throws IOException {
    return (X509Certificate) socket.getSession().getPeerCertificates()[0];
  }

  /** The first line of the answer to one more request on this connection. */
  String ask() throws IOException {
    String request = "HEAD /health/live HTTP/1.1\r\nHost: tig\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    String status = String.valueOf(answers.readLine());
    String line = status;
    while (line != null && !line.isEmpty()) {
      line = answers.readLine();
    }
    return status;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
