package org.tigstore.standalone;

import java.util.List;
import java.util.Locale;
import org.tigstore.server.Settings;

/**
 * A setting on the command line.
 *
 * @param setting its name among the settings
 * @param value what its value is called
 * @param meaning what it decides
 */
record SettingOption(String setting, String value, String meaning) {
  /** Every setting that the process reads, in the order in which the help shows them. */
  static final List<SettingOption> ALL =
      List.of(
          new SettingOption("data", "DIR", "the directory of the blocks"),
          new SettingOption("host", "ADDRESS", "the address to listen on (127.0.0.1)"),
          new SettingOption("port", "PORT", "the port to listen on (7777); 0: any that is free"),
          new SettingOption("tlsKey", "FILE", "the private key for TLS (/etc/ssl/tig.key)"),
          new SettingOption(
              "tlsCertificate", "FILE", "the certificate chain for TLS (/etc/ssl/tig.crt)"),
          new SettingOption("tlsPort", "PORT", "the port for TLS (443), or none"),
          new SettingOption("contextPath", "PATH", "the path to serve under (/)"),
          new SettingOption("idleTimeout", "DURATION", "how long a caller may be silent (PT30S)"),
          new SettingOption(
              "stopDelay", "DURATION", "how long to serve on, not ready, when told to stop (PT0S)"),
          new SettingOption(
              "stopTimeout", "DURATION", "how long running requests may then take (PT25S)"),
          new SettingOption(
              "stopPause", "DURATION", "how long one of them may pause meanwhile (PT3S)"),
          new SettingOption(
              "retention", "DURATION", "how long an untouched block lives (PT10M); PT0S: for ever"),
          new SettingOption(
              "sweepInterval", "DURATION", "how long between two searches for expired blocks"),
          new SettingOption("maxBlockSize", "BYTES", "the largest block (134217728)"),
          new SettingOption(
              "maxStoreSize", "BYTES", "the most that all blocks have together (0: no limit)"),
          new SettingOption(
              "durability", "WHAT", "what a write survives: fsync (the default) or none"),
          new SettingOption(
              "verify", "WHEN", "when sealed blocks are hashed: changed (the default) or always"),
          new SettingOption(
              "scrubPeriod", "DURATION", "in what time all is hashed once (P7D); PT0S: never"),
          new SettingOption(
              "lockWait", "DURATION", "how long to wait for another tig's directory (PT10S)"),
          new SettingOption(
              "cluster", "ADDRESSES", "where the nodes are, such as http://tig.internal:7777"),
          new SettingOption(
              "addLocalhost", "BOOLEAN", "whether a node on this machine is one of them (false)"),
          new SettingOption(
              "peerTrust", "WHOM", "whom to believe: verify (the default), pin or insecure"),
          new SettingOption("peerCertificate", "FILE", "the certificate of every peer, for pin"),
          new SettingOption(
              "peerTimeout", "DURATION", "how long peers may take to say what they have (PT1S)"),
          new SettingOption(
              "peerPause", "DURATION", "how long a peer may pause in a transfer (PT10S)"),
          new SettingOption(
              "peerRetry", "DURATION", "how long between attempts at a silent peer (PT5S)"),
          new SettingOption(
              "peerGone", "DURATION", "how long until a silent peer is taken to be gone (PT10S)"),
          new SettingOption(
              "lifetime", "DURATION", "how long before handing over to peers (PT0S: for ever)"),
          new SettingOption(
              "exitWhenEmpty", "BOOLEAN", "whether to end once all is handed over (false)"),
          new SettingOption(
              "access", "WHAT", "what decides who may do what: key (the default), roles, ..."),
          new SettingOption(
              "openMetrics", "BOOLEAN", "whether /metrics is open to everybody (false)"),
          new SettingOption(
              "missRate", "COUNT", "how many misses a second a client may have (0: any number)"),
          new SettingOption(
              "maxUploads", "COUNT", "how many bodies may come at once (0: any number)"),
          new SettingOption(
              "maxRequestsPerClient", "COUNT", "how many of a client's requests may run at once"),
          new SettingOption("hosts", "NAMES", "by which names callers may address this host (any)"),
          new SettingOption("origins", "ORIGINS", "whose pages may use blocks in a browser"),
          new SettingOption("proxies", "NETWORKS", "which proxies to believe"),
          new SettingOption("proxyUser", "FIELD", "the header field in which they name the user"),
          new SettingOption("proxyRoles", "FIELD", "the header field in which they name roles"),
          new SettingOption("audit", "BOOLEAN", "whether to log each change and refusal (false)"));

  /** Those that earlier versions had, which are still taken and have no effect. */
  static final List<SettingOption> REMOVED =
      Settings.REMOVED.stream().map(name -> new SettingOption(name, "VALUE", "removed")).toList();

  /** {@code maxBlockSize} is {@code --max-block-size}. */
  String option() {
    return "--" + setting.replaceAll("(?=\\p{Upper})", "-").toLowerCase(Locale.ROOT);
  }

  /** The system property that makes this setting. */
  String property() {
    return "tig." + setting;
  }
}
