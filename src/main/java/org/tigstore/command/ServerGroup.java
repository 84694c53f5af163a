package org.tigstore.command;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.tigstore.block.IoAction;
import org.tigstore.client.TigServer;

/**
 * The servers of one file.
 *
 * @param servers in the order of its parts
 */
record ServerGroup(List<TigServer> servers) implements Closeable {
  /** The servers of these addresses, each shown what the options say for it. */
  static ServerGroup open(List<URI> addresses, ServerOptions options, Output output)
      throws IOException {
    ServerGroup group = new ServerGroup(new ArrayList<>());
    return IoAction.closingOnFailure(
        group,
        () -> {
          for (URI address : addresses) {
            group.servers.add(options.open(options.settingsFor(address), output));
          }
          return group;
        });
  }

  @Override
  public void close() throws IOException {
    for (TigServer server : servers) {
      server.close();
    }
  }
}
