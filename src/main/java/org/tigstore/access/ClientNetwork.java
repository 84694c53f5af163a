package org.tigstore.access;

import java.net.InetAddress;
import java.util.HexFormat;

/**
 * Identifies one client: an IPv4 address, or the first 64 bits of an IPv6 address, which a site has
 * to itself (RFC 6177), in any notation.
 */
final class ClientNetwork {
  private static final int SITE_BYTES = 8;

  private ClientNetwork() {}

  /** The client with this address; text that is not an address is a client of its own. */
  static String of(String address) {
    return Network.addressIn(address).map(ClientNetwork::site).orElse(address);
  }

  private static String site(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SITE_BYTES));
  }
}
