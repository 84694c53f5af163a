package org.tigstore.servers;

import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;

/** Nothing: system properties say which server on which Java. */
public class ServerConfiguration implements ContainerConfiguration {
  @Override
  public void validate() {}
}
