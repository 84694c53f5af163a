package org.tigstore.command;

import org.tigstore.client.Layout;
import picocli.CommandLine.Command;

/** Stripes a file over servers. */
@Command(
    name = "stripe",
    description =
        "Stores a file on several servers in turns, for their bandwidth, and prints a line for join.")
final class StripeCommand extends LayoutCommand {
  @Override
  Layout.Scheme scheme() {
    return Layout.Scheme.STRIPE;
  }
}
