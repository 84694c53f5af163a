package org.tigstore.standalone;

import java.util.stream.Stream;
import org.tigstore.command.Commands;
import org.tigstore.server.Setting;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line. Each option sets a system property, so that every source of settings passes the
 * same checks.
 */
final class CommandOptions {
  private static final String DESCRIPTION =
      "Serves tig, a store that addresses blocks by the SHA-256 of their bytes.";
  private static final String[] FOOTER = {
    "",
    "Durations are written as 500ms, 30s, 10m, 2h, 7d or PT10M (ISO 8601), sizes as 64K, 128M, 1G"
        + " (1K is 1024 bytes) or in bytes.",
    "Each option is also an environment variable: --max-block-size is TIG_MAX_BLOCK_SIZE.",
    "",
    "Commands, which call a server: " + String.join(", ", Commands.names()) + ".",
    "java -jar tig.war help COMMAND describes one."
  };

  private final CommandLine commandLine;

  CommandOptions(String version) {
    CommandSpec specification =
        CommandSpec.create()
            .name("java -jar tig.war")
            .version("tig " + version)
            .mixinStandardHelpOptions(true);
    specification
        .usageMessage()
        .customSynopsis("java -jar tig.war [OPTIONS]", "java -jar tig.war COMMAND [OPTIONS]", "")
        .description(DESCRIPTION)
        .footer(FOOTER);
    for (Setting<?> setting : Setting.all()) {
      specification.addOption(option(setting).description(help(setting)).build());
    }
    for (Setting<?> removed : Setting.REMOVED) {
      specification.addOption(option(removed).hidden(true).build());
    }
    commandLine = new CommandLine(specification);
    commandLine
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, CommandOptions::sections);
  }

  /** The standard options, then a section for each group of settings. */
  private static String sections(Help help) {
    StringBuilder text = new StringBuilder(section(help, Stream.of("--help", "--version")));
    for (Setting.Group group : Setting.Group.values()) {
      Stream<String> options =
          Setting.all().stream().filter(setting -> setting.group() == group).map(Setting::option);
      text.append("\n").append(group.title()).append(":\n").append(section(help, options));
    }
    return text.toString();
  }

  private static String section(Help help, Stream<String> options) {
    Help.Layout layout = help.createDefaultLayout();
    layout.addOptions(
        options.map(help.commandSpec()::findOption).toList(),
        help.createDefaultParamLabelRenderer());
    return layout.toString();
  }

  private static OptionSpec.Builder option(Setting<?> setting) {
    return OptionSpec.builder(setting.option())
        .type(String.class)
        .arity("1")
        .paramLabel(setting.placeholder());
  }

  /** The first sentence, without Markdown's marks of code. */
  private static String help(Setting<?> setting) {
    String sentence = setting.help().split("(?<=\\.) ", 2)[0].replace("`", "");
    return sentence + " (default: " + setting.byDefault() + ")";
  }

  /**
   * Makes the settings that these arguments make, or answers what they ask.
   *
   * @return whether to go on
   * @throws NotStartedException if there is no such option, or one lacks its value
   */
  boolean apply(String... arguments) throws NotStartedException {
    ParseResult parsed = parse(arguments);
    if (CommandLine.printHelpIfRequested(parsed)) {
      return false;
    }
    Setting.all().forEach(setting -> set(setting, parsed));
    Setting.REMOVED.forEach(setting -> set(setting, parsed));
    return true;
  }

  private static void set(Setting<?> setting, ParseResult parsed) {
    if (parsed.hasMatchedOption(setting.option())) {
      System.setProperty(setting.property(), parsed.matchedOptionValue(setting.option(), ""));
    }
  }

  private ParseResult parse(String... arguments) throws NotStartedException {
    try {
      return commandLine.parseArgs(arguments);
    } catch (ParameterException e) {
      throw NotStartedException.misused(
          "tig does not start: " + e.getMessage() + "; --help shows what there is.", e);
    }
  }

  /** The same sentence for those who made their settings here. */
  String inTermsOfOptions(String sentence) {
    String translated = sentence;
    for (Setting<?> setting : Setting.all()) {
      if (commandLine.getParseResult().hasMatchedOption(setting.option())) {
        translated =
            translated.replace(
                "system property " + setting.property() + " ", setting.option() + " ");
      }
    }
    return translated;
  }
}
