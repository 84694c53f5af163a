package org.tigstore.http;

/**
 * Header fields, from what clients send to what they should not.
 *
 * @param choices what decides
 */
record FuzzedFields(Choices choices) {
  private static final String TAG =
      "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\"";

  /** A field that RFC 9110 has, whatever its value means. */
  String wellFormed() {
    return switch (choices.number(0, 12)) {
      case 0 -> "Range: " + range();
      case 1 -> choices.of("If-Match", "If-None-Match", "If-Range") + ": " + tags();
      case 2 -> choices.of("If-Modified-Since", "If-Unmodified-Since", "Date") + ": " + date();
      case 3 ->
          choices.of("Content-Digest", "Repr-Digest", "Digest", "Content-MD5", "X-Checksum-Md5")
              + ": "
              + digest();
      case 4 -> "Origin: " + choices.of("null", "http://x", "https://x:1", "x", "http://[", "%");
      case 5 ->
          "Sec-Fetch-Site: " + choices.of("none", "cross-site", "same-origin", "same-site", "");
      case 6 -> choices.of("X-Forwarded-For", "X-Real-IP", "Forwarded") + ": " + address();
      case 7 ->
          "Authorization: "
              + choices.of("Bearer", "Bearer ", "Bearer x", "Basic eA==", "Basic", "x");
      case 8 -> "X-API-Key: " + choices.of("", "x", "Fuzz-Key-", "fuzz-key-7", "Fuzz-Key-7x", "\t");
      case 9 -> internal() + ": " + choices.of("1", "0", "", "x", choices.word(300));
      case 10 ->
          "Accept: "
              + choices.of("*/*", "application/json", "application/problem+json", ",;,", "x");
      default -> other();
    };
  }

  private String range() {
    return choices.of(
        "bytes=0-",
        "bytes=1-2",
        "bytes=-1",
        "bytes=-0",
        "bytes=5-2",
        "bytes=0-0,2-3",
        "bytes=",
        "items=0-1",
        "bytes=99999999999999999999-",
        "bytes=-99999999999999999999",
        "bytes=a-b",
        "bytes 0-1",
        "bytes=0-1-2",
        "bytes=0-9223372036854775807",
        "bytes=9223372036854775807-");
  }

  private String tags() {
    return choices.of(
        "*", TAG, "W/" + TAG, "\"\"", "\"", ",", ", ,", TAG + "," + TAG, "* , *", "x", "\"x\"y");
  }

  private String date() {
    return choices.of(
        "Sun, 06 Nov 1994 08:49:37 GMT", "yesterday", "0", "-1", "99999999999999999999");
  }

  private String digest() {
    return choices.of(
        "sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:",
        "sha-256=:x:",
        "sha-256=::",
        "sha-256=",
        "sha-256",
        "md5=:x:",
        "sha-512=:AAAA:",
        ",",
        ":",
        "sha-256=:AAAA",
        "sha-256=:%%%:;q=1",
        "a=1, b=2");
  }

  private String address() {
    return choices.of(
        "127.0.0.1", "999.999.999.999", "::1", "fe80::1%lo", "x", ",,,", "for=\"_x\"", "1.2.3.4:5");
  }

  private String internal() {
    return choices.of(
        "Tig-Handed-Over", "Tig-Through-Channel", "Tig-Adding-Only", "Tig-Dangling", "Tig-Reason");
  }

  private String other() {
    return choices.of(
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Type: multipart/form-data; boundary=x",
        "Content-Type: text/plain; charset=x",
        "Content-Type: x",
        "Content-Encoding: gzip",
        "Content-Range: bytes 0-1/2",
        "Trailer: Content-MD5",
        "Accept-Encoding: gzip, br",
        "Accept-Language: x-y",
        "Cookie: JSESSIONID=x; $Version=1; apikey=x",
        "X-HTTP-Method-Override: DELETE",
        "TE: trailers",
        "Via: 1.1 x",
        "Connection: keep-alive",
        "Access-Control-Request-Method: PUT",
        "Max-Forwards: 0",
        "Upgrade-Insecure-Requests: 1",
        "X-Long: " + "x".repeat(1000));
  }

  /** A field that no client should send. */
  String odd() {
    return switch (choices.number(0, 9)) {
      case 0 -> choices.bytes(choices.number(1, 60));
      case 1 -> "X-Odd: " + choices.bytes(choices.number(1, 60));
      case 2 -> choices.of("Host: x", "Host:", " folded: x", "X-Space : x", ": x", "x", "\tx");
      case 3 -> "X-Huge: " + "x".repeat(choices.number(5000, 30_000));
      case 4 -> "Range: bytes=" + "0-0,".repeat(choices.number(100, 1500)) + "1-1";
      case 5 -> "If-None-Match: " + (TAG + ",").repeat(choices.number(20, 150)) + "x";
      case 6 -> "Expect: " + choices.of("100-continue", "200-ok", "", "x");
      case 7 ->
          choices.of(
              "Connection: close, Content-Length",
              "Connection: upgrade\r\nUpgrade: websocket",
              "TE: x");
      default -> "X-Forwarded-For: " + "1.2.3.4, ".repeat(choices.number(50, 600)) + "x";
    };
  }

  /** Fields that say how long a body is, and do not tell the truth. */
  String oddLength(String body) {
    return choices.of(
        "Content-Length: " + (body.length() + choices.number(1, 100)),
        "Content-Length: " + choices.number(0, body.length() + 1),
        "Content-Length: -1",
        "Content-Length: 1x",
        "Content-Length: ",
        "Content-Length: +1",
        "Content-Length: 99999999999999999999",
        "Content-Length: 999999999999",
        "Content-Length: " + body.length() + "\r\nContent-Length: " + (body.length() + 1),
        "Content-Length: " + body.length() + "\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked",
        "Transfer-Encoding: gzip",
        "Transfer-Encoding: x, chunked",
        "Transfer-Encoding: chunked, chunked",
        "Transfer-Encoding:  \tchunked",
        "Transfer-Encoding: identity",
        "X: x");
  }
}
