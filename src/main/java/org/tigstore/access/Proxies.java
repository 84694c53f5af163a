package org.tigstore.access;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The proxies that are believed when they say for whom they ask.
 *
 * @param networks where they are
 * @param userField the header field in which they name the user, if they do
 * @param rolesField the header field in which they name the user's roles, if they do
 */
public record Proxies(
    List<Network> networks, Optional<String> userField, Optional<String> rolesField) {
  /** A copy of the list, so that the value is immutable. */
  public Proxies {
    networks = List.copyOf(networks);
  }

  /** Whether the one with this address is believed. */
  public boolean believe(String address) {
    return !networks.isEmpty() && networks.stream().anyMatch(network -> network.contains(address));
  }

  /**
   * The client for whom a proxy asks: the last address that is no proxy's. What stands before it,
   * the client may have written itself.
   *
   * @param forwarded the addresses as {@code X-Forwarded-For} lists them
   */
  public Optional<String> client(String forwarded) {
    List<String> addresses = Arrays.stream(forwarded.split(",", -1)).map(String::strip).toList();
    for (int last = addresses.size() - 1; last >= 0; last--) {
      String address = addresses.get(last);
      if (!Network.isAddress(address)) {
        return Optional.empty();
      }
      if (!believe(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }
}
