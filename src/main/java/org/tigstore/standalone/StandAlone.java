package org.tigstore.standalone;

import java.io.IOException;
import java.nio.file.Path;
import org.tigstore.command.Commands;
import org.tigstore.server.Setting;
import org.tigstore.server.SettingException;
import org.tigstore.server.Settings;
import org.tigstore.server.Version;

/** Tig as a process of its own. */
public final class StandAlone {
  private StandAlone() {}

  /**
   * Runs the command that the arguments begin with, and ends the process. Without a command, starts
   * to serve, until the process is told to stop; ends the process if it cannot.
   *
   * @param war the WAR that this class comes from
   */
  public static void run(Path war, String[] arguments) throws IOException {
    if (Commands.named(arguments)) {
      System.exit(Commands.run(arguments));
    }
    try {
      CommandOptions options = new CommandOptions(Version.read());
      if (options.apply(arguments)) {
        serve(war, settings(options));
      }
    } catch (NotStartedException e) {
      System.err.println(e.sentence());
      System.exit(e.exitCode());
    }
  }

  private static Settings settings(CommandOptions options) throws NotStartedException {
    try {
      return Settings.read();
    } catch (SettingException e) {
      String sentence = options.inTermsOfOptions(String.valueOf(e.getMessage()));
      throw NotStartedException.misused("tig does not start: " + sentence, e);
    }
  }

  private static void serve(Path war, Settings settings) throws NotStartedException {
    StartupLogBuffer log = StartupLogBuffer.start();
    WebServer server = new WebServer(war, settings);
    try {
      server.start();
    } catch (NotStartedException e) {
      log.discard();
      throw e;
    }
    log.flush();
    server.stopWithProcess();
    String addresses = String.join(" and ", server.addresses());
    System.out.println("tig listens on " + addresses + " and stores in " + directory(settings));
  }

  private static Path directory(Settings settings) {
    return settings.get(Setting.DATA).toAbsolutePath().normalize();
  }
}
