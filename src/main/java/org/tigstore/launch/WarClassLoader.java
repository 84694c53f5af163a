package org.tigstore.launch;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Loads classes and resources from the jars and directories in the WAR. */
final class WarClassLoader extends ClassLoader {
  /** The URL scheme of resources. */
  static final String PROTOCOL = "tigwar";

  static {
    registerAsParallelCapable();
  }

  private final WarContents contents;
  private final URLStreamHandler streamHandler = new StreamHandler();

  /** Loads what the JDK does not have from these contents. */
  WarClassLoader(WarContents contents) {
    super("tig.war", getPlatformClassLoader());
    this.contents = contents;
  }

  /** Opens the URLs of resources. */
  URLStreamHandler streamHandler() {
    return streamHandler;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    List<WarResource> found = contents.named(name.replace('.', '/') + ".class");
    if (found.isEmpty()) {
      throw new ClassNotFoundException(name);
    }
    byte[] bytes = found.get(0).member().bytes();
    return defineClass(name, bytes, 0, bytes.length);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    List<WarResource> found = contents.named(name);
    return found.isEmpty() ? null : address(found.get(0));
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    List<URL> addresses = new ArrayList<>();
    for (WarResource resource : contents.named(name)) {
      addresses.add(address(resource));
    }
    return Collections.enumeration(addresses);
  }

  private URL address(WarResource resource) {
    try {
      return new URL(PROTOCOL, "", -1, resource.path(), streamHandler);
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  private WarResource resource(URL address) throws FileNotFoundException {
    String path = address.getPath();
    for (WarResource resource : contents.named(WarResource.nameIn(path))) {
      if (resource.path().equals(path)) {
        return resource;
      }
    }
    throw new FileNotFoundException(address.toString());
  }

  private final class StreamHandler extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL address) throws IOException {
      return new WarConnection(address, resource(address));
    }
  }
}
