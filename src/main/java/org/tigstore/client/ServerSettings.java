package org.tigstore.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.tigstore.tls.TlsFiles;

/**
 * Which server is called, and how.
 *
 * @param address its address with the context path, without a slash at the end
 * @param key the API key to show
 * @param login the user and password to show (HTTP BASIC)
 * @param issuers the file with the certificates that the server's must be issued by; without it,
 *     Java's own list decides
 * @param identity the client's private key and certificate
 * @param repeatFor how long a request that fails is repeated; zero: not at all
 */
public record ServerSettings(
    URI address,
    Optional<String> key,
    Optional<Login> login,
    Optional<Path> issuers,
    Optional<TlsFiles> identity,
    Duration repeatFor) {
  /** Who calls. */
  public record Login(String user, String password) {
    @Override
    public String toString() {
      return user;
    }
  }

  /**
   * The address of a server.
   *
   * @throws IllegalArgumentException with a sentence for people if the text is none
   */
  public static URI addressOf(String text) {
    try {
      URI address = new URI(text.replaceFirst("/+$", ""));
      String scheme = String.valueOf(address.getScheme());
      if (!scheme.matches("(?i)https?") || address.getHost() == null) {
        throw new IllegalArgumentException("a server's address begins with http:// or https://");
      }
      if (address.getRawUserInfo() != null
          || address.getRawQuery() != null
          || address.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "a server's address has no user, password, query or fragment");
      }
      return address;
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("this is not an address: " + e.getReason(), e);
    }
  }

  /** The same server and another time for repeating. */
  public ServerSettings withRepeatFor(Duration duration) {
    return new ServerSettings(address, key, login, issuers, identity, duration);
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return address.toString();
  }
}
