package org.tigstore.cluster;

import java.net.InetAddress;

/**
 * The base address of a node.
 *
 * @param scheme {@code http} or {@code https}
 * @param host the configured host name, which its certificate has to be for
 * @param address one of the host's IP addresses
 * @param path the context path without a slash at the end; empty for the root
 */
record PeerAddress(String scheme, String host, InetAddress address, int port, String path) {
  @Override
  public String toString() {
    String literal = address.getHostAddress();
    String bracketed = literal.contains(":") ? "[" + literal + "]" : literal;
    return scheme + "://" + bracketed + ":" + port + path;
  }
}
