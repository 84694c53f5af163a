package org.tigstore.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Keeps the container's own error pages out of answers. */
public class ErrorPage extends HttpServlet {
  private static final long serialVersionUID = 1;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    Object message = request.getAttribute(RequestDispatcher.ERROR_MESSAGE);
    ErrorAnswer.of(
            status instanceof Integer code ? code : HttpServletResponse.SC_NOT_FOUND,
            Optional.ofNullable(message).map(String::valueOf).orElse("the server refused").strip(),
            request.getHeader("Accept"))
        .send(response);
  }
}
