package org.tigstore.access;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host with or without a port, as URIs and header fields have it (RFC 3986, section 3.2; RFC
 * 6874; RFC 7239, section 6): {@code tig.example.com:80}, {@code 192.0.2.1}, {@code [::1]:80}. An
 * IPv6 address without a port may lack its brackets.
 *
 * @param host a name in lower case and ASCII, or an IP address without brackets, perhaps with a
 *     zone
 * @param port -1 if there is none, or none that is a number
 */
public record HostPort(String host, int port) {
  private static final Pattern SYNTAX =
      Pattern.compile("(?:\\[(.*:.*)]|([^:\\[\\]]+))(?::(?:(\\d{0,5})|_[\\w.-]+))?");
  private static final Pattern NAME = Pattern.compile("[\\w-]++(?:\\.[\\w-]++)*+\\.?");
  private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(?:.*\\.)?\\d+\\.?");
  private static final Pattern ZONE = Pattern.compile("%.*");
  private static final int MOST_LETTERS = 320;
  private static final int LONGEST_NAME = 254;
  private static final int LAST_PORT = 65_535;

  /** Parses a host and port; empty for any other text. */
  public static Optional<HostPort> of(String text) {
    if (text.length() > MOST_LETTERS) {
      return Optional.empty();
    }
    Matcher parts = SYNTAX.matcher(text);
    if (!parts.matches()) {
      return address(text).map(host -> new HostPort(host, -1));
    }
    Optional<String> host =
        parts.group(1) == null ? nameOrAddress(parts.group(2)) : address(parts.group(1));
    String digits = parts.group(3);
    int port = digits == null || digits.isEmpty() ? -1 : Integer.parseInt(digits);
    return host.filter(valid -> port <= LAST_PORT).map(valid -> new HostPort(valid, port));
  }

  /** RFC 6874 escapes the percent sign before a zone in URIs. */
  private static Optional<String> address(String text) {
    return Optional.of(text.replaceFirst("%25(?=.)", "%"))
        .filter(host -> Network.isAddress(ZONE.matcher(host).replaceFirst("")));
  }

  private static Optional<String> nameOrAddress(String text) {
    try {
      String name = IDN.toASCII(text).toLowerCase(Locale.ROOT);
      boolean valid =
          ENDS_IN_NUMBER.matcher(name).matches()
              ? Network.isAddress(name)
              : NAME.matcher(name).matches() && name.length() <= LONGEST_NAME;
      return valid ? Optional.of(name) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The address that the host is, with its zone; empty if the host is a name.
   *
   * @throws IllegalArgumentException if the zone is not a network interface of this machine
   */
  public Optional<InetAddress> address() {
    if (Network.addressIn(host).isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no network interface has the zone of " + host, e);
    }
  }

  /** The host in its one spelling, without a zone and without a dot at the end. */
  public String canonicalHost() {
    return Network.addressIn(host)
        .map(InetAddress::getHostAddress)
        .orElseGet(() -> host.replaceFirst("\\.$", ""));
  }
}
