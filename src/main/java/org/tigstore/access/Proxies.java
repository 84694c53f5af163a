package org.tigstore.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The trusted proxies, which send the user and address of their clients.
 *
 * @param networks the networks of the proxies
 * @param userField the header field for the user, if any
 * @param rolesField the header field for the user's roles, if any
 */
public record Proxies(
    List<Network> networks, Optional<String> userField, Optional<String> rolesField) {
  /** Copies the list. */
  public Proxies {
    networks = List.copyOf(networks);
  }

  /** Whether the proxy with this address is trusted. */
  public boolean trusts(String address) {
    return !networks.isEmpty() && networks.stream().anyMatch(network -> network.contains(address));
  }

  /**
   * The client address that a trusted proxy sends: the last address that is not a trusted proxy's.
   * The client itself may have written the addresses before it.
   *
   * @param forwarded the value of {@code X-Forwarded-For}
   * @return empty if the value has no such address
   */
  public Optional<String> client(String forwarded) {
    List<String> addresses = Arrays.stream(forwarded.split(",", -1)).map(String::strip).toList();
    for (int last = addresses.size() - 1; last >= 0; last--) {
      String address = addresses.get(last);
      if (!Network.isAddress(address)) {
        return Optional.empty();
      }
      if (!trusts(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }
}
