package org.tigstore.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
      description = "The server's address with its context path (default: TIG_SERVER).")
  @Nullable String server;

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "The file with the API key (default: the key in TIG_APIKEY).")
  @Nullable Path keyFile;

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
    boolean other = asked.isPresent() && !Optional.of(asked.get()).equals(text().map(this::parsed));
    return other
        ? open(
            new ServerSettings(
                asked.get(),
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(issuers),
                Optional.empty(),
                retryFor),
            output)
        : open(output);
  }

  private TigServer open(ServerSettings settings, Output output) throws IOException {
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
    return parsed(
        text()
            .orElseThrow(
                () -> misuse("no server is named: use --server URL or the variable " + SERVER)));
  }

  private Optional<String> text() {
    return Optional.ofNullable(server).or(() -> variable(SERVER));
  }

  private URI parsed(String text) {
    try {
      return ServerSettings.addressOf(text);
    } catch (IllegalArgumentException e) {
      throw misuse("\"" + text + "\": " + e.getMessage());
    }
  }

  /** What the options say, for this server. */
  ServerSettings settings(URI address) throws IOException {
    return new ServerSettings(
        address, secret(keyFile, KEY), login(), Optional.ofNullable(issuers), identity(), retryFor);
  }

  private Optional<ServerSettings.Login> login() throws IOException {
    if (user == null) {
      return Optional.empty();
    }
    String password =
        secret(passwordFile, PASSWORD)
            .orElseThrow(() -> misuse("--user needs --password-file or the variable " + PASSWORD));
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

  private static Optional<String> secret(@Nullable Path file, String variable) throws IOException {
    return file == null
        ? variable(variable)
        : Optional.of(Files.readString(file, UTF_8).replaceFirst("[\\r\\n]+$", ""));
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(value -> !value.isEmpty());
  }

  private ParameterException misuse(String sentence) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
  }
}
