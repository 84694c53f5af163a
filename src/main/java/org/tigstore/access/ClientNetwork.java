package org.tigstore.access;

/**
 * What counts as one client: an IPv4 address, or the 64 bits of an IPv6 address that a site has to
 * itself (RFC 6177).
 */
final class ClientNetwork {
  private static final int SITE_GROUPS = 4;

  private ClientNetwork() {}

  /** The client that has this address. */
  static String of(String address) {
    if (address.indexOf('.') >= 0) {
      return address;
    }
    String[] groups = address.replaceAll("[\\[\\]]|%.*", "").split(":", -1);
    if (groups.length <= 2) {
      return address;
    }
    StringBuilder site = new StringBuilder();
    for (int group = 0; group < SITE_GROUPS && !groups[group].isEmpty(); group++) {
      site.append(groups[group]).append(':');
    }
    return site.toString();
  }
}
