package org.tigstore.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * A server that is set up further by some commands, between its page's other ones and the last,
 * which starts it.
 *
 * @param server as its page has it
 * @param commands what is run in its directory
 * @param refusal a path that tig refuses, and the server does not
 */
record SecuredServer(Server server, String commands, String refusal) implements Server {
  /** A path that is open to everybody, and at which there is nothing. */
  private static final String OPEN = "health/nothing";

  /** One that the server itself lets nobody past but to {@code /health}. */
  static SecuredServer closed(Server server, String commands) {
    return new SecuredServer(server, commands, OPEN);
  }

  /** One that lets everybody past to tig. */
  static SecuredServer open(Server server, String commands) {
    return new SecuredServer(server, commands, server.refusal());
  }

  @Override
  public String heading() {
    return server.heading();
  }

  @Override
  public String at(String contextPath, String before) {
    String all = server.at(contextPath, before);
    int last = all.lastIndexOf('\n') + 1;
    return all.substring(0, last) + commands + all.substring(last);
  }

  @Override
  public Map<String, String> environment(int port, IntSupplier more, Path directory) {
    return server.environment(port, more, directory);
  }
}
