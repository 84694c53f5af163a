package org.tigstore.web;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;

/** Word that the process is about to stop, from whoever runs the application to who asks. */
public final class Stopping {
  private static final String ATTRIBUTE = Stopping.class.getName();

  private Stopping() {}

  /** From now on the node is not ready; it serves as before. From any thread. */
  public static void announce(ServletContext context) {
    context.setAttribute(ATTRIBUTE, true);
  }

  /** Whether the application that this request came to is about to stop. */
  static boolean isAnnounced(HttpServletRequest request) {
    return request.getServletContext().getAttribute(ATTRIBUTE) != null;
  }
}
