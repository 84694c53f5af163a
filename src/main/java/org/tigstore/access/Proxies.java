package org.tigstore.access;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The trusted proxies, which send the user and address of their clients.
 *
 * @param networks the networks of the proxies
 * @param userField the header field for the user, if any
 * @param rolesField the header field for the user's roles, if any
 */
public record Proxies(
    List<Network> networks, Optional<String> userField, Optional<String> rolesField) {
  private static final Pattern QUOTES = Pattern.compile("^\"([^\"]*)\"$");

  /** A parameter, with its value as a token or quoted. */
  private static final Pattern PAIR =
      Pattern.compile(
          "\\G\\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)=(?:\"([^\"]*+)\"|([^\";,\\s]*+))\\s*(?:;|$)");

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
   * @param forwardedFor the value of {@code X-Forwarded-For}
   * @return empty if the value has no such address
   */
  public Optional<String> client(String forwardedFor) {
    return client(forwardedFor, item -> Optional.of(QUOTES.matcher(item).replaceFirst("$1")));
  }

  /**
   * As {@link #client(String)}, from the value of {@code Forwarded} (RFC 7239).
   *
   * @param forwarded the value, whose elements name the clients as {@code for}
   */
  public Optional<String> clientIn(String forwarded) {
    return client(forwarded, Proxies::forwardedFor);
  }

  /** From the last to the first, as the client may have written anything at the front. */
  private Optional<String> client(String list, Function<String, Optional<String>> node) {
    for (int end = list.length(); end >= 0; ) {
      int comma = lastComma(list, end);
      Optional<String> address =
          node.apply(list.substring(comma + 1, end).strip()).flatMap(Proxies::address);
      if (address.isEmpty() || !trusts(address.get())) {
        return address;
      }
      end = comma;
    }
    return Optional.empty();
  }

  /** The last comma before the end that is not quoted; -1 if there is none. */
  private static int lastComma(String list, int end) {
    boolean quoted = false;
    for (int at = end - 1; at >= 0; at--) {
      char letter = list.charAt(at);
      quoted ^= letter == '"';
      if (letter == ',' && !quoted) {
        return at;
      }
    }
    return -1;
  }

  /** The only {@code for} of an element; empty if the element is malformed. */
  private static Optional<String> forwardedFor(String element) {
    Optional<String> node = Optional.empty();
    int end = 0;
    for (Matcher pair = PAIR.matcher(element); pair.find(); end = pair.end()) {
      if (pair.group(1).equalsIgnoreCase("for")) {
        if (node.isPresent()) {
          return Optional.empty();
        }
        node = Optional.ofNullable(pair.group(2)).or(() -> Optional.of(pair.group(3)));
      }
    }
    return end == element.length() ? node : Optional.empty();
  }

  /** The IP address of a node, which may have a port, and brackets and a zone. */
  private static Optional<String> address(String node) {
    return HostPort.of(node)
        .map(HostPort::host)
        .filter(host -> Network.addressIn(host).isPresent())
        .map(host -> host.replaceFirst("%.*", ""));
  }
}
