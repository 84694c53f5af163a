package org.tigstore.http;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A test that speaks HTTP with the WAR at the server's root. */
public abstract class HttpTest extends DeployedTest {
  /** The very file that is shipped, at the server's root. */
  @Deployment(testable = false)
  static WebArchive war() {
    return warAt("ROOT.war");
  }
}
