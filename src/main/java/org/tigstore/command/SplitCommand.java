package org.tigstore.command;

import org.tigstore.client.Layout;
import picocli.CommandLine.Command;

/** Splits a file over servers. */
@Command(
    name = "split",
    description =
        "Stores a file on several servers, none of which can read it, and prints a line for join.")
final class SplitCommand extends LayoutCommand {
  @Override
  Layout.Scheme scheme() {
    return Layout.Scheme.SPLIT;
  }
}
