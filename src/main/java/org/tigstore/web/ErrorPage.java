package org.tigstore.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Keeps the container's own error pages out of answers. */
public class ErrorPage extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object attribute = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    int status = attribute instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND;
    ErrorAnswer.of(status, ErrorAnswer.phrase(status), request.getHeader("Accept"))
        .toAnswer()
        .send(response);
  }
}
