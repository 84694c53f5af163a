package org.tigstore.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/** The JAX-RS application: all that answers requests. */
@ApplicationPath("/")
public class TigApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(
        RootResource.class,
        HealthResource.class,
        BlockResource.class,
        AnswerProvider.class,
        RejectedMapper.class);
  }

  @Override
  public Map<String, Object> getProperties() {
    // Jersey's: keep the container from adding pages to errors, and WADL from answering OPTIONS.
    return Map.of(
        "jersey.config.server.response.setStatusOverSendError", true,
        "jersey.config.server.wadl.disableWadl", true);
  }
}
