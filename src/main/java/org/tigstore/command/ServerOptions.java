package org.tigstore.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.client.BlockAddress;
import org.tigstore.client.ServerSettings;
import org.tigstore.client.TigServer;
import org.tigstore.tls.TlsFiles;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that say which server is called, and how. Secrets come from files or variables. */
final class ServerOptions {
  private static final String SERVER = "TIG_SERVER";
  private static final String KEY = "TIG_APIKEY";
  private static final String PASSWORD = "TIG_PASSWORD";

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "The server's address with its context path (default: TIG_SERVER). split and stripe take"
              + " several.")
  List<String> servers = List.of();

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description =
          "The file with the API key (default: the key in TIG_APIKEY). With several servers, once"
              + " for each or not at all, and TIG_APIKEY is shown to none of them.")
  List<Path> keyFiles = List.of();

  @Option(names = "--user", paramLabel = "NAME", description = "Logs in with HTTP BASIC.")
  @Nullable String user;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The file with the user's password (default: the password in TIG_PASSWORD).")
  @Nullable Path passwordFile;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Trusts servers whose certificates these issued (PEM; default: Java's list).")
  @Nullable Path issuers;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "Shows this client certificate (PEM).")
  @Nullable Path certificate;

  @Option(
      names = "--private-key",
      paramLabel = "FILE",
      description = "The key of the client certificate (PEM).")
  @Nullable Path privateKey;

  @Option(
      names = "--retry-for",
      paramLabel = "DURATION",
      defaultValue = "30s",
      converter = DurationText.class,
      description =
          "Repeats a failed request for so long if that is safe (default: 30s; 0s: never).")
  Duration retryFor = Duration.ZERO;

  @Spec(Target.MIXEE)
  @Nullable CommandSpec spec;

  /** The server that the options or the environment name. */
  TigServer open(Output output) throws IOException {
    return open(settings(named()), output);
  }

  /**
   * The server that an address names; where it names none, as {@link #open(Output)}. Another server
   * than that is shown no secret.
   */
  TigServer open(BlockAddress address, Output output) throws IOException {
    Optional<URI> asked = address.server();
    return asked.isEmpty() ? open(output) : open(settingsFor(asked.get()), output);
  }

  /** What is shown to the server of this address: no secret, unless the options name it. */
  ServerSettings settingsFor(URI address) throws IOException {
    return addresses().contains(address) ? settings(address) : settings(address, Optional.empty());
  }

  /**
   * What is shown to a server that the options do not name.
   *
   * @param key the API key
   */
  ServerSettings settings(URI address, Optional<String> key) {
    return new ServerSettings(
        address, key, Optional.empty(), Optional.ofNullable(issuers), Optional.empty(), retryFor);
  }

  TigServer open(ServerSettings settings, Output output) throws IOException {
    try {
      return new TigServer(settings, output::note);
    } catch (IllegalArgumentException e) {
      throw misuse(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The address of the server.
   *
   * @throws ParameterException if there is none, or it is not an address
   */
  URI named() {
    List<URI> addresses = addresses();
    if (addresses.isEmpty()) {
      throw misuse("no server is named: use --server URL or the variable " + SERVER);
    }
    if (addresses.size() > 1) {
      throw misuse("this command calls one server");
    }
    return addresses.get(0);
  }

  /** The addresses of all servers that the options or the environment name. */
  List<URI> addresses() {
    List<String> texts = servers.isEmpty() ? variable(SERVER).stream().toList() : servers;
    return texts.stream().map(this::parsed).toList();
  }

  /**
   * Parses the address of a server.
   *
   * @throws ParameterException if it is not an address
   */
  URI parsed(String text) {
    try {
      return ServerSettings.addressOf(text);
    } catch (IllegalArgumentException e) {
      // Whoever puts a password into an address does not want to see it again.
      throw misuse(String.valueOf(e.getMessage()));
    }
  }

  /** What the options say, for this server. */
  ServerSettings settings(URI address) throws IOException {
    return new ServerSettings(
        address, key(address), login(), Optional.ofNullable(issuers), identity(), retryFor);
  }

  private Optional<String> key(URI address) throws IOException {
    List<URI> addresses = addresses();
    if (keyFiles.isEmpty()) {
      return addresses.size() == 1 ? variable(KEY) : Optional.empty();
    }
    if (keyFiles.size() != addresses.size()) {
      throw misuse("--api-key-file is given once for each server");
    }
    return Optional.of(secret(keyFiles.get(addresses.indexOf(address))));
  }

  private Optional<ServerSettings.Login> login() throws IOException {
    if (user == null) {
      return Optional.empty();
    }
    if (addresses().size() > 1) {
      throw misuse("--user is not for several servers");
    }
    String password =
        passwordFile != null
            ? secret(passwordFile)
            : variable(PASSWORD)
                .orElseThrow(
                    () -> misuse("--user needs --password-file or the variable " + PASSWORD));
    return Optional.of(new ServerSettings.Login(user, password));
  }

  private Optional<TlsFiles> identity() {
    if ((certificate == null) != (privateKey == null)) {
      throw misuse("--certificate and --private-key belong together");
    }
    return certificate == null
        ? Optional.empty()
        : Optional.of(new TlsFiles(Objects.requireNonNull(privateKey), certificate));
  }

  /** The secret that is in this file. */
  static String secret(Path file) throws IOException {
    return Files.readString(file, UTF_8).replaceFirst("[\\r\\n]+$", "");
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }

  private ParameterException misuse(String sentence) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
  }
}
