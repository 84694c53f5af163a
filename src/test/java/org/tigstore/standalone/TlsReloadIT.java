package org.tigstore.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running process takes a new key and certificate as soon as they are there. */
@Timeout(600)
class TlsReloadIT {
  private static final String WARNING = "[WARNING] TLS keeps the current certificate: ";
  private static final String OK = "HTTP/1.1 200 OK";
  private static final long POLL_MILLIS = 100;
  @TempDir Path directory;
  @TempDir Path data;
  private TlsPair used;
  private TlsPair old;
  private TlsPair renewed;

  @BeforeEach
  void prepare() throws Exception {
    used = TlsPair.make(directory);
    old = TlsPair.make(directory);
    renewed = TlsPair.make(directory, "rsa:2048", "true");
    old.copyOver(used);
  }

  private TigProcess start() throws IOException {
    return TigProcess.start(TigProcess.thisJava(), List.of(), used.options(data));
  }

  private X509Certificate shown(URI address) throws Exception {
    try (TlsConnection connection = TlsConnection.to(address, old, renewed)) {
      assertThat(connection.ask()).isEqualTo(OK);
      return connection.shown();
    }
  }

  private void awaitRenewed(URI address) throws Exception {
    while (shown(address).equals(old.read())) {
      Thread.sleep(POLL_MILLIS);
    }
    assertThat(shown(address)).isEqualTo(renewed.read());
  }

  private static List<String> warnings(TigProcess process) throws IOException {
    return process.errorLines().stream().filter(line -> line.startsWith("[WARNING]")).toList();
  }

  private static void awaitWarnings(TigProcess process, int count) throws Exception {
    while (warnings(process).size() < count) {
      Thread.sleep(POLL_MILLIS);
    }
  }

  @Test
  void newConnectionsSeeTheNewCertificateAndOpenOnesGoOn() throws Exception {
    try (TigProcess process = start()) {
      URI address = process.awaitAddress();
      try (TlsConnection open = TlsConnection.to(address, old)) {
        assertThat(open.ask()).isEqualTo(OK);
        renewed.copyOver(used);
        awaitRenewed(address);
        assertThat(open.ask()).isEqualTo(OK);
        assertThat(open.shown()).isEqualTo(old.read());
      }
      String number = renewed.read().getSerialNumber().toString(16);
      assertThat(process.errorLines()).anyMatch(line -> line.contains(number));
      process.terminate();
      assertThat(process.awaitEnd()).isZero();
    }
  }

  @Test
  void filesThatCannotBeUsedChangeNothingAndAreLookedAtAgain() throws Exception {
    try (TigProcess process = start()) {
      URI address = process.awaitAddress();
      replace(used.key(), Files.readString(renewed.key()));
      awaitWarnings(process, 1);
      assertThat(shown(address)).isEqualTo(old.read());
      replace(used.certificate(), "no certificate");
      awaitWarnings(process, 2);
      assertThat(shown(address)).isEqualTo(old.read());
      Files.delete(used.certificate());
      awaitWarnings(process, 3);
      assertThat(shown(address)).isEqualTo(old.read());
      replace(used.certificate(), Files.readString(renewed.certificate()));
      awaitRenewed(address);
      assertThat(warnings(process))
          .containsExactly(
              WARNING
                  + ("the key " + used.key())
                  + (" does not belong to the certificate " + used.certificate()),
              WARNING + used.certificate() + " contains an entry that is not a certificate",
              WARNING
                  + ("there is no file " + used.certificate())
                  + (" with the certificate for the key " + used.key()));
    }
  }

  @Test
  void certificateThatHasExpiredDoesNotReplaceAValidOneButTheOtherWayRound() throws Exception {
    TlsPair expired = TlsPair.make(directory);
    expired.expire();
    try (TigProcess process = start()) {
      URI address = process.awaitAddress();
      expired.copyOver(used);
      awaitWarnings(process, 1);
      while (!warnings(process).get(warnings(process).size() - 1).contains(" is valid from ")) {
        Thread.sleep(POLL_MILLIS);
      }
      assertThat(shown(address)).isEqualTo(old.read());
      renewed.copyOver(used);
      awaitRenewed(address);
    }
    expired.copyOver(used);
    try (TigProcess process = start()) {
      URI address = process.awaitAddress();
      renewed.copyOver(used);
      String number = renewed.read().getSerialNumber().toString(16);
      while (process.errorLines().stream().noneMatch(line -> line.contains(number))) {
        Thread.sleep(POLL_MILLIS);
      }
      awaitRenewed(address);
    }
  }

  /** At once, so that the process sees no file that is half written. */
  private void replace(Path file, String text) throws IOException {
    Path written = Files.writeString(directory.resolve("written"), text);
    Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
