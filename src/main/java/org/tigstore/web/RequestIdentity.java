package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Optional;
import org.tigstore.access.Identity;
import org.tigstore.access.Role;

/** The identity that a request has by whatever authenticated it. The one place that asks. */
record RequestIdentity(HttpServletRequest request) implements Identity {
  @Override
  public Optional<String> name() {
    return Optional.ofNullable(request.getUserPrincipal()).map(Principal::getName);
  }

  @Override
  public boolean isIn(Role role) {
    return request.isUserInRole(role.label());
  }
}
