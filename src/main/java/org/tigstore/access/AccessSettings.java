package org.tigstore.access;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an operator decides about callers.
 *
 * @param mode what decides who may do what
 * @param openMetrics whether everybody may read the node's figures
 * @param failureDelay how long the answer to a failed attempt waits; zero: not at all
 * @param failureInterval how far apart answers to one client's failed attempts leave
 * @param maxUploads how many bodies may come at once; zero: any number
 * @param maxRequestsPerClient how many requests of one client may run at once; zero: any number
 * @param hosts the names of this host that callers may use; empty: any
 * @param origins the web origins whose pages may use this node
 * @param proxies the networks of the proxies that are believed
 * @param proxyUser the header field in which they name the caller; empty: they do not
 * @param proxyRoles the header field in which they name the caller's roles; empty: they do not
 * @param audit whether changes and refusals are written to the audit log
 */
public record AccessSettings(
    AccessMode mode,
    boolean openMetrics,
    Duration failureDelay,
    Duration failureInterval,
    int maxUploads,
    int maxRequestsPerClient,
    List<String> hosts,
    List<String> origins,
    List<Network> proxies,
    Optional<String> proxyUser,
    Optional<String> proxyRoles,
    boolean audit) {
  /** Copies of the lists, so that the value is immutable. */
  public AccessSettings {
    hosts = List.copyOf(hosts);
    origins = List.copyOf(origins);
    proxies = List.copyOf(proxies);
  }
}
