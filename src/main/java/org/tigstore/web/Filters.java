package org.tigstore.web;

import static jakarta.servlet.DispatcherType.ERROR;
import static jakarta.servlet.DispatcherType.FORWARD;
import static jakarta.servlet.DispatcherType.INCLUDE;
import static jakarta.servlet.DispatcherType.REQUEST;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.util.EnumSet;

/**
 * The filters of the application, in the order in which a request goes through them. They are added
 * by the program and not by the descriptor, so that filters that an operator's own web fragment
 * declares stand in front of them (Servlet 6.0, sections 4.4 and 8.2.3).
 */
public final class Filters {
  private Filters() {}

  /** Adds them to an application that is being started. */
  public static void addTo(ServletContext context) {
    add(context, ErrorPageFilter.class, EnumSet.of(ERROR));
    add(context, DrainFilter.class, EnumSet.of(REQUEST, FORWARD));
    add(context, ProxyFilter.class, EnumSet.of(REQUEST, FORWARD));
    add(context, RawRequestFilter.class, EnumSet.of(REQUEST, FORWARD, INCLUDE));
    // A filter in front may forward to another path, which is another thing to ask for.
    add(context, ExchangeFilter.class, EnumSet.of(REQUEST, FORWARD));
    add(context, HostFilter.class, EnumSet.of(REQUEST, FORWARD));
    add(context, ClientLimitFilter.class, EnumSet.of(REQUEST, FORWARD));
    add(context, AccessFilter.class, EnumSet.of(REQUEST, FORWARD));
    add(context, UploadLimitFilter.class, EnumSet.of(REQUEST, FORWARD));
    add(context, PlainReadFilter.class, EnumSet.of(REQUEST, FORWARD));
  }

  private static void add(
      ServletContext context, Class<? extends Filter> filter, EnumSet<DispatcherType> when) {
    FilterRegistration.Dynamic added = context.addFilter(filter.getSimpleName(), filter);
    added.addMappingForUrlPatterns(when, true, "/*");
  }
}
