package org.tigstore.access;

import java.util.List;
import java.util.Optional;

/**
 * What an operator decides about callers.
 *
 * @param mode what decides who may do what
 * @param openMetrics whether everybody may read the node's figures
 * @param missRate how many misses a second a client network may have; zero: any number
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
    int missRate,
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
