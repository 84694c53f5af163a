package org.tigstore.standalone;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line. An option is a system property by another name, so that all ways of making a
 * setting meet in the same checks.
 */
final class CommandOptions {
  private static final String DESCRIPTION =
      "Serves tig, a store that addresses blocks by the SHA-256 of their bytes.";
  private static final String FOOTER =
      "Each option is also an environment variable: --max-block-size is TIG_MAX_BLOCK_SIZE.";

  private final CommandLine commandLine;

  CommandOptions(String version) {
    CommandSpec specification =
        CommandSpec.create()
            .name("java -jar tig.war")
            .version("tig " + version)
            .mixinStandardHelpOptions(true);
    specification.usageMessage().description(DESCRIPTION).footer(FOOTER).sortOptions(false);
    for (SettingOption option : SettingOption.ALL) {
      specification.addOption(specificationOf(option).build());
    }
    for (SettingOption option : SettingOption.REMOVED) {
      specification.addOption(specificationOf(option).hidden(true).build());
    }
    commandLine = new CommandLine(specification);
  }

  private static OptionSpec.Builder specificationOf(SettingOption option) {
    return OptionSpec.builder(option.option())
        .type(String.class)
        .arity("1")
        .paramLabel(option.value())
        .description(option.meaning());
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
    SettingOption.ALL.forEach(option -> set(option, parsed));
    SettingOption.REMOVED.forEach(option -> set(option, parsed));
    return true;
  }

  private static void set(SettingOption option, ParseResult parsed) {
    if (parsed.hasMatchedOption(option.option())) {
      System.setProperty(option.property(), parsed.matchedOptionValue(option.option(), ""));
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
    for (SettingOption option : SettingOption.ALL) {
      if (commandLine.getParseResult().hasMatchedOption(option.option())) {
        translated =
            translated.replace("system property " + option.property() + " ", option.option() + " ");
      }
    }
    return translated;
  }
}
