package org.tigstore.launch;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;

/** A connection to a resource in the WAR. */
final class WarConnection extends URLConnection {
  private final WarResource resource;

  WarConnection(URL address, WarResource resource) {
    super(address);
    this.resource = resource;
  }

  @Override
  public void connect() {
    connected = true;
  }

  @Override
  public InputStream getInputStream() {
    return new ByteArrayInputStream(resource.member().bytes());
  }

  @Override
  public long getContentLengthLong() {
    return resource.member().size();
  }
}
