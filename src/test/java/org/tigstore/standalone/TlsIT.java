package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.standalone.Ended.ran;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With a key and a certificate the process speaks TLS, and without what it needs it says so. */
class TlsIT {
  private static final String CURL = "curl -sS --noproxy '*' --cacert ";
  @TempDir static Path directory;
  private static TlsPair ours;
  private static TlsPair others;
  @TempDir Path data;

  @BeforeAll
  static void prepare() throws Exception {
    ours = TlsPair.make(directory);
    others = TlsPair.make(directory);
  }

  private static TigProcess started(String... arguments) throws IOException {
    return TigProcess.start(TigProcess.thisJava(), List.of(), arguments);
  }

  private static String[] with(String[] options, String... more) {
    return Stream.of(options, more).flatMap(Stream::of).toArray(String[]::new);
  }

  private static void assertServes(URI address, Path authority) throws Exception {
    assertThat(address.getScheme()).isEqualTo("https");
    String curl = CURL + authority + " ";
    String path = Command.run(directory, "echo 123 | " + curl + "-T - " + address);
    assertThat(Command.run(directory, curl + address.resolve(path.strip()))).isEqualTo("123\n");
  }

  @ParameterizedTest
  @CsvSource({
    "rsa:2048, true, BEGIN PRIVATE KEY",
    "rsa:2048, openssl rsa -in made.key -traditional -out tig.key, BEGIN RSA PRIVATE KEY",
    "rsa:4096, openssl rsa -in made.key -traditional -out tig.key, BEGIN RSA PRIVATE KEY",
    "ec -pkeyopt ec_paramgen_curve:P-256, true, BEGIN PRIVATE KEY",
    "ec -pkeyopt ec_paramgen_curve:P-256, openssl ec -in made.key -out tig.key, BEGIN EC",
    "ec -pkeyopt ec_paramgen_curve:P-521, openssl ec -in made.key -out tig.key, BEGIN EC",
    "ec -pkeyopt ec_paramgen_curve:P-384, "
        + "(openssl ecparam -name secp384r1; openssl ec -in made.key) > tig.key, BEGIN EC PARAM",
    "ed25519, true, BEGIN PRIVATE KEY"
  })
  void servesWithEachKindOfKey(String kind, String then, String begin) throws Exception {
    TlsPair pair = TlsPair.make(directory, kind, then);
    assertThat(pair.key()).content().startsWith("-----" + begin);
    try (TigProcess process = started(pair.options(data))) {
      assertServes(process.awaitAddress(), pair.certificate());
    }
  }

  @Test
  void showsTheCertificatesOfIssuersToo() throws Exception {
    Path made = Files.createTempDirectory(directory, "chain-");
    Command.run(
        made,
        """
        issue() { # NAME ISSUER EXTENSION
          openssl req -newkey rsa:2048 -nodes -keyout $1.key -subj /CN=$1 |
            openssl x509 -req -CA $2.crt -CAkey $2.key -CAcreateserial -days 2 \\
              -extfile <(echo $3) -out $1.crt
        }
        openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.crt -subj /CN=root
        issue between root basicConstraints=critical,CA:TRUE
        issue tig between subjectAltName=IP:127.0.0.1
        cat tig.crt between.crt > chain.crt
        cat root.crt tig.crt tig.crt between.crt tig.crt root.crt > mixed.crt
        openssl pkcs12 -export -in tig.crt -inkey tig.key -certfile between.crt -passout pass: -out p12
        openssl pkcs12 -in p12 -nodes -passin pass: -out both.pem
        openssl req -x509 -newkey rsa:2048 -nodes -keyout /dev/null -subj /CN=stranger > other.crt
        (echo 0 text; cat tig.key; cat other.crt tig.crt other.crt between.crt) | sed 's/$/\\r/' > crlf.pem
        (openssl x509 -text -in tig.crt -trustout -addtrust serverAuth; cat between.crt) > trusted.crt
        cat tig.crt root.crt > gap.crt
        (cat tig.crt; sed 3,9d between.crt) > damaged.crt
        (cat tig.crt; head -9 between.crt) > cut.crt
        """);
    Path key = made.resolve("tig.key");
    Path root = made.resolve("root.crt");
    for (String certificates : List.of("chain.crt", "mixed.crt", "trusted.crt")) {
      assertServes(new TlsPair(key, made.resolve(certificates)), root);
    }
    assertServes(new TlsPair(made.resolve("both.pem"), made.resolve("both.pem")), root);
    assertThat(made.resolve("both.pem")).content().contains("Bag Attributes", "PRIVATE KEY");
    assertThat(assertServes(new TlsPair(made.resolve("crlf.pem"), made.resolve("crlf.pem")), root))
        .filteredOn(line -> line.startsWith("[WARNING]"))
        .singleElement()
        .asString()
        .contains("TLS does not send a certificate in " + made.resolve("crlf.pem"), "CN=stranger");
    TlsPair gap = new TlsPair(key, made.resolve("gap.crt"));
    try (TigProcess process = started(gap.options(data))) {
      process.awaitAddress();
      assertThat(process.errorLines())
          .anyMatch(line -> line.contains("none of the others: CN=root"));
    }
    for (String certificates : List.of("damaged.crt", "cut.crt")) {
      TlsPair pair = new TlsPair(key, made.resolve(certificates));
      ran(pair.options(data))
          .assertRefused(1, pair.certificate() + " contains an entry that is not a certificate.");
    }
  }

  private List<String> assertServes(TlsPair pair, Path authority) throws Exception {
    try (TigProcess process = started(pair.options(data))) {
      assertServes(process.awaitAddress(), authority);
      return process.errorLines();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rsa-pss -pkeyopt rsa_keygen_bits:2048, RSA-PSS",
    "ec -pkeyopt ec_paramgen_curve:secp256k1, on another curve",
    "ec -pkeyopt ec_paramgen_curve:brainpoolP256r1, on another curve",
    "ec -pkeyopt ec_paramgen_curve:P-224, on another curve"
  })
  void keyOfAKindThatJavaLacksForTlsIsRefused(String kind, String said) throws Exception {
    for (String then : List.of("true", "openssl ec -in made.key -out tig.key || true")) {
      TlsPair pair = TlsPair.make(directory, kind, then);
      ran(pair.options(data))
          .assertRefused(1, pair.certificate() + " is for a key that is " + said + ": use RSA ");
    }
  }

  @Test
  void certificateThatHasExpiredIsServedWithAWarning() throws Exception {
    TlsPair pair = TlsPair.make(directory);
    pair.expire();
    try (TigProcess process = started(pair.options(data))) {
      process.awaitAddress();
      assertThat(process.errorLines())
          .anyMatch(line -> line.startsWith("[WARNING] TLS has the certificate in "));
    }
  }

  @Test
  void speaksNothingOlderThanTls12() throws Exception {
    try (TigProcess process = started(ours.options(data))) {
      URI address = process.awaitAddress();
      String client =
          "openssl s_client -cipher DEFAULT@SECLEVEL=0 -connect " + address.getAuthority() + " ";
      for (String version : List.of("-tls1_2", "-tls1_3")) {
        assertThat(Command.run(directory, client + version)).doesNotContain("Cipher is (NONE)");
      }
      assertThat(Command.run(directory, client + "-tls1_1 || true"))
          .contains("Cipher is (NONE)", "alert protocol version");
    }
  }

  @Test
  void takesThePlaceOfPlainHttpUnlessAPortIsSetForThat() throws Exception {
    try (TigProcess process = started(with(ours.options(data), "--port", "0"))) {
      List<URI> addresses = process.awaitAddresses();
      assertThat(addresses).extracting(URI::getScheme).containsExactly("https", "http");
      assertServes(addresses.get(0), ours.certificate());
      assertThat(Command.run(directory, "curl -sS " + addresses.get(1) + "health/live")).isEmpty();
    }
  }

  @Test
  void canBeTurnedOff() throws Exception {
    String[] options = ours.options(data);
    options[options.length - 1] = "none";
    try (TigProcess process = started(with(options, "--port", "0"))) {
      assertThat(process.awaitAddress().getScheme()).isEqualTo("http");
    }
  }

  @Test
  void busyPortIsRefused() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String[] options = ours.options(data);
      options[options.length - 1] = Integer.toString(other.getLocalPort());
      ran(options).assertRefused(1, "127.0.0.1:" + other.getLocalPort(), "in use");
    }
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void badPortIsRefused() throws Exception {
    ran("--tls-port", "https")
        .assertRefused(2, "--tls-port is \"https\", which is not a port from 0 to 65535, or none.");
  }

  @Test
  void fileThatIsMissingIsRefused() throws Exception {
    Path missing = directory.resolve("missing");
    ran(new TlsPair(missing, ours.certificate()).options(data))
        .assertRefused(1, "there is no file " + missing + " with the key for the certificate ");
    ran(new TlsPair(ours.key(), missing).options(data))
        .assertRefused(
            1, "there is no file " + missing + " with the certificate for the key " + ours.key());
    assertThat(data).isEmptyDirectory();
  }

  @Test
  void keyOfAnotherCertificateIsRefused() throws Exception {
    ran(new TlsPair(others.key(), ours.certificate()).options(data))
        .assertRefused(
            1,
            "the key "
                + others.key()
                + " does not belong to the certificate "
                + ours.certificate());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rsa:2048",
        "ed25519",
        "ec -pkeyopt ec_paramgen_curve:P-384",
      })
  void keyOfAnotherKindIsRefused(String kind) throws Exception {
    TlsPair other =
        TlsPair.make(
            directory,
            kind,
            "openssl pkey -traditional -in made.key -out tig.key || cp made.key tig.key");
    ran(new TlsPair(other.key(), ours.certificate()).options(data))
        .assertRefused(1, "the key " + other.key() + " does not belong to the certificate ");
    ran(new TlsPair(ours.key(), other.certificate()).options(data))
        .assertRefused(1, "the key " + ours.key() + " does not belong to the certificate ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-traditional"})
  void keyThatNeedsAPasswordIsRefused(String form) throws Exception {
    TlsPair pair =
        TlsPair.make(
            directory,
            "rsa:2048",
            "openssl rsa -aes128 -passout pass:x -in made.key -out tig.key " + form);
    ran(pair.options(data)).assertRefused(1, pair.key() + " has an encrypted private key");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no key",
        "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n",
        "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n",
        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n"
      })
  void keyThatIsNoneIsRefused(String text) throws Exception {
    Path file = Files.writeString(Files.createTempFile(directory, "key", ""), text);
    ran(new TlsPair(file, ours.certificate()).options(data))
        .assertRefused(1, file + " has no private key of RSA, EC or EdDSA as text (PEM).");
  }

  @ParameterizedTest
  @CsvSource({
    "'', has no certificate.",
    "no certificate, contains an entry that is not a certificate.",
    "'-----BEGIN CERTIFICATE-----\nabc\n', contains an entry that is not a certificate."
  })
  void certificateThatIsNoneIsRefused(String text, String reason) throws Exception {
    Path file = Files.writeString(Files.createTempFile(directory, "certificate", ""), text);
    ran(new TlsPair(ours.key(), file).options(data)).assertRefused(1, file + " " + reason);
  }

  @Test
  void directoryInPlaceOfAFileIsRefused() throws Exception {
    ran(new TlsPair(directory, ours.certificate()).options(data))
        .assertRefused(1, directory + " cannot be read (Is a directory).");
  }
}
