package org.tigstore.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tigstore.access.Proxies;

/** A request that a trusted proxy makes for somebody else. */
final class ProxiedRequest extends HttpServletRequestWrapper {
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED = "Forwarded";

  private final Proxies proxies;
  private final String client;

  ProxiedRequest(HttpServletRequest request, Proxies proxies) {
    super(request);
    this.proxies = proxies;
    // A proxy that knows the older field alone passes on what the client wrote into the newer.
    this.client =
        (request.getHeader(FORWARDED_FOR) == null
                ? proxies.clientIn(list(request, FORWARDED))
                : proxies.client(list(request, FORWARDED_FOR)))
            .orElseGet(request::getRemoteAddr);
  }

  private static String list(HttpServletRequest request, String field) {
    return String.join(",", Collections.list(request.getHeaders(field)));
  }

  @Override
  public String getRemoteAddr() {
    return client;
  }

  private Optional<String> user() {
    return proxies.userField().flatMap(this::only).filter(user -> !user.isBlank());
  }

  /** The value of a field; empty if there is none, or more than one. */
  private Optional<String> only(String field) {
    List<String> values = Collections.list(super.getHeaders(field));
    return values.size() == 1 ? Optional.of(values.get(0).strip()) : Optional.empty();
  }

  @Override
  public @Nullable String getRemoteUser() {
    return user().orElseGet(super::getRemoteUser);
  }

  @Override
  public @Nullable Principal getUserPrincipal() {
    return user().<Principal>map(Named::new).orElseGet(super::getUserPrincipal);
  }

  @Override
  public boolean isUserInRole(String role) {
    if (user().isEmpty()) {
      return super.isUserInRole(role);
    }
    return proxies.rolesField().flatMap(this::only).stream()
        .flatMap(roles -> Arrays.stream(roles.split(",", -1)))
        .anyMatch(one -> one.strip().equals(role));
  }

  private record Named(String name) implements Principal {
    @Override
    public String getName() {
      return name;
    }
  }
}
