package org.tigstore.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tigstore.access.AccessSettings;
import org.tigstore.access.Secret;
import org.tigstore.cluster.ClusterSettings;
import org.tigstore.file.Durability;
import org.tigstore.file.FileStoreSettings;
import org.tigstore.file.Verification;

/**
 * What an operator decides, read once.
 *
 * @param data the directory of the blocks
 * @param retention how long an untouched block lives; zero for ever
 * @param sweepInterval how long between two searches for expired blocks
 * @param maxBlockSize the largest block, in bytes
 * @param maxStoreSize the most bytes that all blocks together may have; 0 for any number
 * @param durability what a change survives once it is answered
 * @param verify when sealed blocks are hashed before they are read
 * @param scrubPeriod in what time every sealed block is hashed once; zero for never
 * @param lockWait how long to wait for another process to let go of the directory
 * @param host the address that a server of tig's own listens on
 * @param port the port that a server of tig's own listens on
 * @param tls where and with what the stand-alone process speaks TLS
 * @param contextPath the path that the stand-alone process serves under
 * @param idleTimeout how long a caller of the stand-alone process may be silent
 * @param stop how the stand-alone process ends when it is told to
 * @param apiKey the key from the environment, for when the data directory has no key file
 * @param cluster where the other nodes are, and how to deal with them
 * @param access who may do what, and how much of it
 * @param exitWhenEmpty whether the process ends once it has handed over all it had
 * @param origins a line for each setting: its name, value and source
 * @param warnings a line for each setting that was made in vain
 */
public record Settings(
    Path data,
    Duration retention,
    Duration sweepInterval,
    long maxBlockSize,
    long maxStoreSize,
    Durability durability,
    Verification verify,
    Duration scrubPeriod,
    Duration lockWait,
    String host,
    int port,
    TlsSettings tls,
    String contextPath,
    Duration idleTimeout,
    Stop stop,
    Optional<Secret> apiKey,
    ClusterSettings cluster,
    AccessSettings access,
    boolean exitWhenEmpty,
    List<String> origins,
    List<String> warnings) {
  private static final System.Logger LOG = System.getLogger(Settings.class.getName());
  static final Duration DEFAULT_RETENTION = Duration.ofMinutes(10);

  /** Settings of earlier versions, which have no effect any more. */
  public static final List<String> REMOVED = List.of("failureDelay", "failureInterval");

  private static final int TOUCHES_IN_RETENTION = 100;

  /**
   * How the stand-alone process ends when it is told to.
   *
   * @param delay how long it goes on serving, not being ready
   * @param timeout how long running requests may take to end after that
   * @param pause how long a running request may pause meanwhile
   */
  public record Stop(Duration delay, Duration timeout, Duration pause) {}

  /** Copies of the lists, so that the value is immutable. */
  public Settings {
    origins = List.copyOf(origins);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads this process's settings.
   *
   * @throws SettingException at a value that a setting cannot have
   */
  public static Settings read() {
    return read(SettingSources.ofProcess(), Optional.ofNullable(System.getenv("APIKEY")));
  }

  /** As {@link #read()}, from other sources. */
  static Settings read(SettingSources sources, Optional<String> apiKey) {
    return new SettingsReader(sources).read(apiKey);
  }

  /** Logs every setting with its value and source, and warns; no secret is shown. */
  public void log() {
    for (String line : origins) {
      LOG.log(INFO, line);
    }
    for (String line : warnings) {
      LOG.log(WARNING, line);
    }
  }

  /** What the store's engine has to know. */
  public FileStoreSettings forStore() {
    return new FileStoreSettings(
        data, maxBlockSize, maxStoreSize, durability, verify, lockWait, touchInterval());
  }

  /** How much longer than the retention a block may live, for the sake of fewer touches. */
  Duration touchInterval() {
    return (retention.isZero() ? DEFAULT_RETENTION : retention).dividedBy(TOUCHES_IN_RETENTION);
  }
}
