package org.tigstore.access;

import java.net.InetAddress;
import java.util.HexFormat;

/**
 * What counts as one client: an IPv4 address, or the 64 bits of an IPv6 address that a site has to
 * itself (RFC 6177), however it is written.
 */
final class ClientNetwork {
  private static final int SITE_BYTES = 8;

  private ClientNetwork() {}

  /** The client that has this address; what is no address is a client of its own. */
  static String of(String address) {
    return Network.addressIn(address).map(ClientNetwork::site).orElse(address);
  }

  private static String site(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SITE_BYTES));
  }
}
