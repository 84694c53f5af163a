package org.tigstore.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxy that the environment names, by the variables that curl reads: {@code http_proxy},
 * {@code https_proxy}, {@code all_proxy} and {@code no_proxy}, all but the first also in capitals.
 *
 * @param address where it listens
 * @param login who calls it
 */
record Proxy(URI address, Optional<ServerSettings.Login> login) {
  /**
   * The proxy for calls of this server; empty if they go to it directly.
   *
   * @throws IllegalArgumentException if the variable is no address
   */
  static Optional<Proxy> of(URI server, Map<String, String> environment) {
    String scheme = server.getScheme().toLowerCase(Locale.ROOT);
    // A CGI program has what its caller says in HTTP_PROXY.
    Stream<String> own =
        scheme.equals("http") ? Stream.of("http_proxy") : Stream.of("https_proxy", "HTTPS_PROXY");
    if (isExcepted(server.getHost(), environment)) {
      return Optional.empty();
    }
    return Stream.concat(own, Stream.of("all_proxy", "ALL_PROXY"))
        .map(name -> environment.getOrDefault(name, ""))
        .filter(value -> !value.isBlank())
        .findFirst()
        .map(Proxy::parse);
  }

  private static boolean isExcepted(String host, Map<String, String> environment) {
    String lower = host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
    String listed = environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
    return Stream.of(listed.toLowerCase(Locale.ROOT).split("[,\\s]+", -1))
        .map(entry -> entry.replaceFirst("^\\.", "").replaceAll("[\\[\\]]", ""))
        .filter(entry -> !entry.isEmpty())
        .anyMatch(entry -> entry.equals("*") || lower.equals(entry) || lower.endsWith("." + entry));
  }

  private static Proxy parse(String value) {
    URI address = address(value.contains("://") ? value : "http://" + value);
    String[] login = String.valueOf(address.getRawUserInfo()).split(":", 2);
    return new Proxy(
        address,
        address.getRawUserInfo() == null
            ? Optional.empty()
            : Optional.of(
                new ServerSettings.Login(
                    decoded(login[0]), login.length == 1 ? "" : decoded(login[1]))));
  }

  /** Errors do not repeat the value, as it may contain a password. */
  private static URI address(String value) {
    try {
      URI address = new URI(value);
      if (address.getHost() != null && "http".equalsIgnoreCase(address.getScheme())) {
        return address;
      }
    } catch (URISyntaxException e) {
      // As any other value that is no address.
    }
    throw new IllegalArgumentException("the proxy in the environment has no http address");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return address.getHost() + ":" + address.getPort();
  }
}
