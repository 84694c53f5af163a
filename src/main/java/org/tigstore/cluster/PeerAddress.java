package org.tigstore.cluster;

import java.net.InetAddress;

/**
 * Where a node listens.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the name by which it was found: a certificate has to be for this name
 * @param address what the name stands for
 * @param port the port
 * @param path the path that it serves under, without a slash at the end; empty for the root
 */
record PeerAddress(String scheme, String host, InetAddress address, int port, String path) {
  /** As an address, without any secret. */
  @Override
  public String toString() {
    String literal = address.getHostAddress();
    String bracketed = literal.contains(":") ? "[" + literal + "]" : literal;
    return scheme + "://" + bracketed + ":" + port + path;
  }
}
