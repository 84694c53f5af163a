package org.tigstore.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What config/security/README.md tells an operator to do. */
final class SecurityPage {
  private static final Path PAGE = Path.of("config/security/README.md");

  private SecurityPage() {}

  /** The commands under a heading and a heading below it. */
  static String commands(String heading, String part) throws IOException {
    Matcher commands =
        Pattern.compile(
                "^## "
                    + heading
                    + "\n(?:(?!^## ).*\n)*?### "
                    + part
                    + "\n(?:(?!^##).*\n)*?```sh\n(?<commands>(?:(?!```).*\n)+)```",
                Pattern.MULTILINE)
            .matcher(Files.readString(PAGE));
    if (!commands.find()) {
      throw new IOException(PAGE + " has no commands for " + part + " on " + heading);
    }
    return commands.group("commands");
  }
}
