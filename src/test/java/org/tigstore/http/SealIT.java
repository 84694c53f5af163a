package org.tigstore.http;

import static org.hamcrest.Matchers.equalTo;

import org.junit.jupiter.api.Test;

/** Sealing: {@code PUT /} and {@code POST /}. */
class SealIT extends HttpTest {
  @Test
  void answersWithThePathOfTheDigest() {
    tig()
        .body("123\n")
        .put("/")
        .then()
        .statusCode(200)
        .contentType("text/plain")
        .body(equalTo("/181210f8f9c779c26da1d9b2075bde0127302ee0e3fca38c9a83f5b1dd8e5d3b.tig"));
  }
}
