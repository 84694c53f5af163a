package org.tigstore.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A range of IP addresses (RFC 4632, RFC 4291 section 2.3).
 *
 * @param text as it was given
 * @param address an address in it
 * @param bits how many of the first bits all its addresses share
 */
public record Network(String text, InetAddress address, int bits) {
  /**
   * The network that this text gives, such as 10.0.0.0/8, 2001:db8::/32 or a single address.
   *
   * @throws IllegalArgumentException if it gives none
   */
  public static Network parse(String text) {
    String[] parts = text.split("/", -1);
    InetAddress address = literal(parts[0]);
    int most = address.getAddress().length * Byte.SIZE;
    int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
    if (parts.length > 2 || bits < 0 || bits > most) {
      throw new IllegalArgumentException("no network: " + text);
    }
    return new Network(text, address, bits);
  }

  /** Never asks the network for a name. */
  private static InetAddress literal(String text) {
    if (!text.matches("[0-9]+(\\.[0-9]+){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
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

  /** Whether this address, as text, lies in the network. What is no address does not. */
  public boolean contains(String other) {
    byte[] bytes;
    try {
      bytes = literal(other.replaceAll("[\\[\\]]|%.*", "")).getAddress();
    } catch (IllegalArgumentException e) {
      return false;
    }
    byte[] own = address.getAddress();
    return own.length == bytes.length && sameBits(own, bytes);
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
