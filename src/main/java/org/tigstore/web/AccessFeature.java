package org.tigstore.web;

import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;

/**
 * Puts an access filter in front of each resource method, so that permission depends on what is
 * going to run and not on how a path looks. A method that does not say what it needs keeps the
 * application from starting.
 */
@Provider
public class AccessFeature implements DynamicFeature {
  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    // By name, which a runtime's own subclass of a resource begins with too.
    if (!resource.getResourceClass().getName().startsWith(AccessFeature.class.getPackageName())) {
      return;
    }
    Needs needs = resource.getResourceMethod().getAnnotation(Needs.class);
    if (needs == null) {
      throw new IllegalStateException(resource.getResourceMethod() + " does not say what it needs");
    }
    context.register(new AccessFilter(needs.value()));
  }
}
