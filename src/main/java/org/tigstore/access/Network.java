package org.tigstore.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A range of IP addresses (RFC 4632, RFC 4291 section 2.3).
 *
 * @param text the text it was parsed from
 * @param address an address in the network
 * @param bits the length of the prefix in bits
 */
public record Network(String text, InetAddress address, int bits) {
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;
  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

  /** Only IP addresses: {@link InetAddress} would look up any other text by DNS. */
  private static final Pattern LITERAL =
      Pattern.compile(
          OCTET + "(?:\\." + OCTET + "){3}|(?=[0-9a-fA-F:])[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

  private static final Pattern BRACKETS_AND_ZONE = Pattern.compile("[\\[\\]]|%.*");

  /**
   * Parses a network, such as 10.0.0.0/8, 2001:db8::/32 or a single address. An IPv6 address may
   * have brackets; one that stands for an IPv4 address counts as that (RFC 4291, section 2.5.5.2).
   *
   * @throws IllegalArgumentException if the text is not a network
   */
  public static Network parse(String text) {
    String[] parts = text.split("/", -1);
    InetAddress address = literal(parts[0].replaceFirst("^\\[(.*:.*)]$", "$1"));
    int most = address.getAddress().length * Byte.SIZE;
    boolean mapped = most == IPV4_BITS && parts[0].contains(":");
    int unmapped = mapped ? IPV6_BITS - IPV4_BITS : 0;
    int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]) - unmapped;
    if (parts.length > 2 || bits < 0 || bits > most) {
      throw new IllegalArgumentException("no network: " + text);
    }
    return new Network(text, address, bits);
  }

  private static InetAddress literal(String text) {
    if (!LITERAL.matcher(text).matches()) {
      throw new IllegalArgumentException("no address: " + text);
    }
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no address: " + text, e);
    }
  }

  /** Whether this text is an IP address. */
  public static boolean isAddress(String text) {
    try {
      literal(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Parses an address, which may have brackets and a zone; empty for any other text. */
  public static Optional<InetAddress> addressIn(String text) {
    try {
      return Optional.of(literal(BRACKETS_AND_ZONE.matcher(text).replaceAll("")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether the network contains this address, given as text; false if the text is not an address.
   */
  public boolean contains(String other) {
    byte[] own = address.getAddress();
    return addressIn(other)
        .map(InetAddress::getAddress)
        .filter(bytes -> own.length == bytes.length && sameBits(own, bytes))
        .isPresent();
  }

  private boolean sameBits(byte[] one, byte[] other) {
    int whole = bits / Byte.SIZE;
    if (!Arrays.equals(one, 0, whole, other, 0, whole)) {
      return false;
    }
    int rest = bits % Byte.SIZE;
    return rest == 0 || ((one[whole] ^ other[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
