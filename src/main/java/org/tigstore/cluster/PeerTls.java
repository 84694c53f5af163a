package org.tigstore.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.client5.http.ssl.TrustAllStrategy;
import org.apache.hc.core5.ssl.SSLContexts;

/** Decides which TLS certificates of peers are accepted. */
final class PeerTls {
  private PeerTls() {}

  /**
   * The strategy that the settings ask for.
   *
   * @throws IOException if the configured certificate cannot be read
   */
  static TlsSocketStrategy strategy(ClusterSettings settings) throws IOException {
    try {
      return switch (settings.trust()) {
        case VERIFY -> DefaultClientTlsStrategy.createSystemDefault();
        case PIN -> anyHost(only(certificate(settings.certificate().orElseThrow())));
        case INSECURE ->
            anyHost(
                SSLContexts.custom().loadTrustMaterial(null, TrustAllStrategy.INSTANCE).build());
      };
    } catch (GeneralSecurityException e) {
      throw new IOException("peers' certificates cannot be checked: " + e.getMessage(), e);
    }
  }

  private static TlsSocketStrategy anyHost(SSLContext context) {
    return new DefaultClientTlsStrategy(
        context, HostnameVerificationPolicy.CLIENT, NoopHostnameVerifier.INSTANCE);
  }

  private static SSLContext only(X509Certificate certificate) throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Pinned(certificate)}, null);
    return context;
  }

  private static X509Certificate certificate(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file + " with the peers' certificate", e);
    } catch (IOException | CertificateException e) {
      throw new IOException(
          "the peers' certificate cannot be read from " + file + ": " + e.getMessage(), e);
    }
  }

  /** Accepts one certificate only, whatever its issuer and purpose. */
  private record Pinned(X509Certificate certificate) implements X509TrustManager {
    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      if (!chain[0].equals(certificate)) {
        throw new CertificateException("the peer's certificate is not the pinned one");
      }
      chain[0].checkValidity();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
        throws CertificateException {
      throw new CertificateException("client certificates are not supported");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
