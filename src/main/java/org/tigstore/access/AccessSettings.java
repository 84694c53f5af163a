package org.tigstore.access;

import java.util.List;
import java.util.Optional;

/**
 * The settings for access and limits.
 *
 * @param mode how access is decided
 * @param openMetrics whether everyone may read the node's metrics
 * @param missRate the maximum number of misses per second from one client network; zero: no limit
 * @param maxUploads the maximum number of concurrent uploads; zero: no limit
 * @param maxRequestsPerClient the maximum number of concurrent requests from one client; zero: no
 *     limit
 * @param hosts the names of this host that clients may use; empty: any
 * @param origins the web origins whose pages may use this node
 * @param proxies the networks of the trusted proxies
 * @param proxyUser the header field in which trusted proxies send the user; empty: none
 * @param proxyRoles the header field in which trusted proxies send the user's roles; empty: none
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
  /** Copies the lists. */
  public AccessSettings {
    hosts = List.copyOf(hosts);
    origins = List.copyOf(origins);
    proxies = List.copyOf(proxies);
  }
}
