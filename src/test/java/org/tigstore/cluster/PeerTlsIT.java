package org.tigstore.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.tigstore.cluster.Http.ok;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tigstore.block.Bodies;
import org.tigstore.standalone.TigProcess;

/** Which peers that speak TLS a node believes to be peers. */
@Timeout(600)
class PeerTlsIT {
  private static final String NAME = "tig.test";
  private static final byte[] BLOCK = Bodies.bytes(100_000);
  private static final String ANY_PORT = "0";
  private static final String[] PATIENT = {"--peer-timeout", "PT1M", "--peer-pause", "PT1M"};
  private static final String[] IMPATIENT = {"--peer-timeout", "PT0.2S"};
  @TempDir static Path directory;
  private static DnsServer dns;
  private static Certified ours;
  private static Certified others;
  private static Certified forOtherHost;
  private final List<AutoCloseable> running = new ArrayList<>();

  @BeforeAll
  static void prepare() throws Exception {
    dns = DnsServer.start();
    dns.has(NAME, "127.0.0.1");
    ours = Certified.forHost(NAME, directory);
    others = Certified.forHost(NAME, directory);
    forOtherHost = Certified.forHost("other.test", directory);
  }

  @AfterAll
  static void finish() {
    dns.close();
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : running) {
      one.close();
    }
  }

  private TlsPeer peer(Certified certified) throws Exception {
    TlsPeer peer = TlsPeer.start(certified, BLOCK);
    running.add(peer);
    return peer;
  }

  /** A node beside one peer, on a Java machine with these options. */
  private Http nodeBeside(int port, List<String> javaOptions, String[] limits, String... options)
      throws IOException {
    Path data = Files.createTempDirectory(directory, "node-");
    List<String> java = new ArrayList<>(List.of("-Xmx128m", dns.javaOption()));
    java.addAll(javaOptions);
    List<String> arguments = new ArrayList<>(List.of(limits));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--data", data.toString(), "--port", ANY_PORT));
    arguments.addAll(List.of("--cluster", "https://" + NAME + ":" + port));
    TigProcess process =
        TigProcess.start(TigProcess.thisJava(), java, arguments.toArray(String[]::new));
    running.add(process);
    return new Http(process.awaitAddress(), false);
  }

  private Http nodeBeside(TlsPeer peer, String... options) throws IOException {
    return nodeBeside(peer.port(), List.of(), PATIENT, options);
  }

  private Http nodeBeside(TlsPeer peer, Certified trusted) throws Exception {
    return nodeBeside(peer.port(), trusted.javaOptions(), PATIENT);
  }

  private static void assertBelieved(TlsPeer peer, Http node) throws Exception {
    assertThat(ok(node.send("GET", peer.path())).body()).isEqualTo(BLOCK);
    assertThat(peer.hosts()).containsOnly(NAME + ":" + peer.port());
  }

  private static void assertNotBelieved(TlsPeer peer, Http node) throws Exception {
    assertThat(node.status(peer.path())).isEqualTo(503);
    assertThat(peer.hosts()).isEmpty();
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
    TlsPeer peer = peer(ours);

    assertNotBelieved(peer, nodeBeside(peer));
  }

  @Test
  void aCertificateThatTheJavaMachineTrustsIsBelieved() throws Exception {
    TlsPeer peer = peer(ours);

    assertBelieved(peer, nodeBeside(peer, ours));
  }

  @Test
  void aTrustedCertificateForAnotherNameIsRefused() throws Exception {
    TlsPeer peer = peer(forOtherHost);

    assertNotBelieved(peer, nodeBeside(peer, forOtherHost));
  }

  @Test
  void anyCertificateDoesWhereTrustIsInsecure() throws Exception {
    TlsPeer peer = peer(forOtherHost);

    assertBelieved(peer, nodeBeside(peer, "--peer-trust", "insecure"));
  }

  @Test
  void thePinnedCertificateIsBelievedWhateverItIsFor() throws Exception {
    TlsPeer peer = peer(forOtherHost);
    String pem = forOtherHost.pem().toString();

    assertBelieved(peer, nodeBeside(peer, "--peer-trust", "pin", "--peer-certificate", pem));
  }

  @Test
  void anyCertificateButThePinnedOneIsRefused() throws Exception {
    TlsPeer peer = peer(ours);
    String[] pinned = {"--peer-trust", "pin", "--peer-certificate", others.pem().toString()};

    assertNotBelieved(peer, nodeBeside(peer.port(), ours.javaOptions(), PATIENT, pinned));
  }

  @Test
  void aPeerThatNeverAnswersToTlsKeepsNobodyWaiting() throws Exception {
    ScriptedPeer silent = ScriptedPeer.silent();
    running.add(silent);
    Http node = nodeBeside(silent.address().getPort(), List.of(), IMPATIENT);

    assertThat(node.status("/" + Bodies.nameOf("missing"))).isEqualTo(503);
  }

  @Test
  void aPeerWithoutTlsIsNoPeer() throws Exception {
    ScriptedPeer plain =
        ScriptedPeer.start((request, caller) -> caller.write(ScriptedPeer.head("200 OK")));
    running.add(plain);
    Http node =
        nodeBeside(
            plain.address().getPort(),
            List.of(),
            new String[] {"--peer-timeout", "PT5S"},
            "--peer-trust",
            "insecure");

    assertThat(node.status("/" + Bodies.nameOf("missing"))).isEqualTo(503);
  }
}
