package org.tigstore.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * A key and a certificate for this machine's address, which vouches for itself, in two files.
 *
 * @param key the file with the key
 * @param certificate the file with the certificate
 */
public record TlsPair(Path key, Path certificate) {
  private static final String EC = "ec -pkeyopt ec_paramgen_curve:prime256v1";

  /** Made by OpenSSL in a directory of its own under this one, with a key on a curve. */
  public static TlsPair make(Path parent) throws IOException, InterruptedException {
    return make(parent, EC, "true");
  }

  /**
   * As {@link #make(Path)}, with a key of another kind.
   *
   * @param kind what OpenSSL's {@code -newkey} is told
   * @param then commands that write the key in {@code made.key} to {@code tig.key} in another way
   */
  static TlsPair make(Path parent, String kind, String then)
      throws IOException, InterruptedException {
    Path directory = Files.createTempDirectory(parent, "pair-");
    Command.run(
        directory,
        "openssl req -x509 -newkey "
            + kind
            + " -nodes -keyout made.key -out tig.crt -days 2 -subj /CN=${PWD##*/}"
            + " -addext subjectAltName=IP:127.0.0.1\ncp made.key tig.key\n"
            + then);
    return new TlsPair(directory.resolve("tig.key"), directory.resolve("tig.crt"));
  }

  /** Replaces the certificate by one for the same key that is no longer valid. */
  void expire() throws IOException, InterruptedException {
    Command.run(
        key.resolveSibling(""),
        """
        touch index; openssl rand -hex 8 > serial
        openssl req -new -key tig.key -subj /CN=old -out old.csr
        cat > old.cnf <<'END'
        [ca]
        default_ca = own
        [own]
        database = index
        serial = serial
        new_certs_dir = .
        default_md = sha256
        policy = any
        [any]
        commonName = supplied
        END
        openssl ca -batch -config old.cnf -selfsign -keyfile tig.key -in old.csr -out old.crt \\
          -startdate 20200101000000Z -enddate 20200102000000Z
        mv old.crt tig.crt
        """);
  }

  /** The certificate. */
  public X509Certificate read() throws IOException, GeneralSecurityException {
    try (InputStream bytes = Files.newInputStream(certificate)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
    }
  }

  /** Copies these files over those, one after the other, as a renewal does. */
  void copyOver(TlsPair others) throws IOException {
    Files.copy(key, others.key, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(certificate, others.certificate, StandardCopyOption.REPLACE_EXISTING);
  }

  /** What makes tig use these files, on any free port. */
  public String[] options(Path data) {
    return new String[] {
      "--data", data.toString(),
      "--tls-key", key.toString(),
      "--tls-certificate", certificate.toString(),
      "--tls-port", "0"
    };
  }
}
