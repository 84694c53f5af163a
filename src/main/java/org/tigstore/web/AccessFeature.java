package org.tigstore.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;

/**
 * Puts an access filter in front of each resource method, so that permission depends on what is
 * going to run and not on how a path looks. A method that does not say what it needs keeps the
 * application from starting.
 */
@Provider
public class AccessFeature implements DynamicFeature {
  @Context private ServletContext servletContext;
  @Context private HttpServletRequest request;

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    if (!resource.getResourceClass().getPackage().equals(AccessFeature.class.getPackage())) {
      return;
    }
    Needs needs = resource.getResourceMethod().getAnnotation(Needs.class);
    if (needs == null) {
      throw new IllegalStateException(resource.getResourceMethod() + " does not say what it needs");
    }
    context.register(
        new AccessFilter(Services.of(servletContext).access(), needs.value(), request));
  }
}
