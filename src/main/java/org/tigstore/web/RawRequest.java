package org.tigstore.web;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request without what JAX-RS runtimes act on themselves. A body is always raw bytes, but curl
 * calls every body a form, and a runtime that sees that may read it before the resource does. What
 * a caller accepts decides the form of errors alone, and a runtime would refuse what it cannot
 * parse. The query is for tig alone: a runtime may refuse one that is no URI's, or answer to a word
 * in it with a description of the application.
 */
final class RawRequest extends HttpServletRequestWrapper {
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String ACCEPT = "Accept";
  private static final String ITSELF = RawRequest.class.getName();
  private static final String QUERY = RawRequest.class.getName() + ".query";
  private static final String WANTED = RawRequest.class.getName() + ".accept";
  private static final String ANSWERED = RawRequest.class.getName() + ".answered";

  private @Nullable ServletInputStream body;

  RawRequest(HttpServletRequest request) {
    super(request);
    if (request.getAttribute(QUERY) == null) {
      request.setAttribute(QUERY, Objects.requireNonNullElse(request.getQueryString(), ""));
    }
    if (request.getAttribute(WANTED) == null) {
      request.setAttribute(WANTED, String.join(", ", Collections.list(request.getHeaders(ACCEPT))));
    }
    request.setAttribute(ITSELF, this);
  }

  /**
   * The request that a JAX-RS runtime is at. It hands attributes on as properties (Jakarta RESTful
   * Web Services 3.1, section 6.7), which costs much less than having the request injected.
   */
  static HttpServletRequest of(ContainerRequestContext context) {
    if (context.getProperty(ITSELF) instanceof RawRequest request) {
      return request;
    }
    throw aroundTheFilter();
  }

  /**
   * The query string of a request that came as a raw one, as the caller sent it; empty if there was
   * none.
   */
  static String query(HttpServletRequest request) {
    if (request.getAttribute(QUERY) instanceof String query) {
      return query;
    }
    throw aroundTheFilter();
  }

  /** What the caller of a request that came as a raw one accepts; empty if it does not say. */
  static String accept(HttpServletRequest request) {
    if (request.getAttribute(WANTED) instanceof String accept) {
      return accept;
    }
    throw aroundTheFilter();
  }

  private static boolean isHidden(String field) {
    return CONTENT_TYPE.equalsIgnoreCase(field) || ACCEPT.equalsIgnoreCase(field);
  }

  private static IllegalStateException aroundTheFilter() {
    return new IllegalStateException("the request did not come through RawRequestFilter");
  }

  /** Says that there is an answer: from now on the body has ended. */
  static void endBody(HttpServletRequest request) {
    request.setAttribute(ANSWERED, true);
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (body == null) {
      body =
          new BodyUntilAnswer(
              super.getInputStream(),
              () -> getAttribute(ANSWERED) != null,
              count -> Exchange.of(this).receive(count));
    }
    return body;
  }

  @Override
  public @Nullable String getQueryString() {
    return null;
  }

  /** Parameters of a form would be read from the body. */
  @Override
  public @Nullable String getParameter(String name) {
    return null;
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    return null;
  }

  @Override
  public Enumeration<String> getParameterNames() {
    return Collections.emptyEnumeration();
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    return Map.of();
  }

  @Override
  public Collection<Part> getParts() {
    return List.of();
  }

  @Override
  public @Nullable Part getPart(String name) {
    return null;
  }

  @Override
  public @Nullable String getContentType() {
    return null;
  }

  @Override
  public @Nullable String getCharacterEncoding() {
    return null;
  }

  @Override
  public @Nullable String getHeader(String name) {
    return isHidden(name) ? null : super.getHeader(name);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    return Collections.enumeration(
        Collections.list(super.getHeaderNames()).stream().filter(name -> !isHidden(name)).toList());
  }
}
