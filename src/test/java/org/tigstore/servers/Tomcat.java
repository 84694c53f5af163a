package org.tigstore.servers;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Tomcat or its kin; a descriptor of the WAR has the context path in its name and once in itself.
 */
record Tomcat(String heading) implements Server {
  @Override
  public String at(String contextPath, String commands) {
    String name = contextPath.substring(1);
    return name.isEmpty()
        ? commands
        : commands
            .replaceAll(
                "cp (\\S+/ROOT\\.xml) (\\S+)/ROOT\\.xml",
                "sed s/ROOT/" + name + "/ $1 > $2/" + name + ".xml")
            .replace("/ROOT.war", "/" + name + ".war");
  }

  @Override
  public Map<String, String> environment(int port, IntSupplier more, Path directory) {
    return Map.of("CATALINA_OPTS", "-Xmx256m -Dhttp.port=" + port);
  }
}
