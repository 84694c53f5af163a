package org.tigstore.web;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.Part;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request without what JAX-RS runtimes act on themselves. A body is always raw bytes, but curl
 * calls every body a form, and a runtime that sees that may read it before the resource does. What
 * a caller accepts decides the form of errors alone, and a runtime would refuse what it cannot
 * parse. The query is for tig alone: a runtime may refuse one that is no URI's, or answer to a word
 * in it with a description of the application.
 */
final class RawRequest extends HttpServletRequestWrapper {
  private final Call call;
  private @Nullable ServletInputStream body;

  RawRequest(Call call) {
    super(call.request());
    this.call = call;
  }

  private static boolean isHidden(String field) {
    return HttpHeaders.CONTENT_TYPE.equalsIgnoreCase(field)
        || HttpHeaders.ACCEPT.equalsIgnoreCase(field);
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (body == null) {
      body = new RequestBody(call);
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
