package org.tigstore.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What docs/servers.md tells an operator to do. */
final class ServerPage {
  private static final Path PAGE = Path.of("docs/servers.md");

  private static final Pattern REDEPLOYMENT =
      Pattern.compile("- \\*\\*Redeploy\\*\\*: `(?<command>[^`]+)`");

  private ServerPage() {}

  /** A server's heading with its version, and the commands under it. */
  record Part(String title, String commands) {}

  /** The part about this server. */
  static Part of(Server server) throws IOException {
    Matcher part =
        Pattern.compile(
                "^## (?<title>"
                    + server.heading()
                    + "( [^\n]*)?)\n(?:(?!^## ).*\n)*?"
                    + "```sh\n(?<commands>(?:(?!```).*\n)+)```",
                Pattern.MULTILINE)
            .matcher(Files.readString(PAGE));
    if (!part.find()) {
      throw new IOException(PAGE + " has no commands for " + server.heading());
    }
    return new Part(part.group("title"), part.group("commands").stripTrailing());
  }

  /** The command that replaces the WAR of this server while it runs. */
  static String redeployment(String server) throws IOException {
    Path page = Path.of("config", server, "README.md");
    Matcher command = REDEPLOYMENT.matcher(Files.readString(page));
    if (!command.find()) {
      throw new IOException(page + " does not say how to redeploy");
    }
    return command.group("command");
  }
}
