package org.tigstore.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key as certificate authorities and OpenSSL write it (PEM): PKCS #8, PKCS #1 for RSA, or
 * SEC 1 for elliptic curves. Java reads the first alone; the others become that by being put into
 * its envelope.
 *
 * @param text what the key's file says
 */
record PrivateKeyText(String text) {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN (?<kind>RSA |EC |)PRIVATE KEY-----(?<body>[\\w+/=\\s]+)"
              + "-----END \\k<kind>PRIVATE KEY-----");

  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int LONG_LENGTH = 0x80;
  private static final byte[] VERSION = HexFormat.of().parseHex("020100");
  private static final byte[] RSA = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  /** Whether it takes a password to read it. */
  boolean isEncrypted() {
    return text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED");
  }

  /**
   * The key.
   *
   * @param owner whose private key it should be; a key for a curve need not name the curve itself
   * @throws InvalidKeyException if it is of another kind than the owner's
   * @throws GeneralSecurityException if the text has no key, or of a kind that Java cannot use
   */
  PrivateKey read(PublicKey owner) throws GeneralSecurityException {
    Matcher found = KEY.matcher(text);
    if (!found.find()) {
      throw new InvalidKeySpecException("there is no key");
    }
    byte[] body = body(found.group("body"));
    return switch (found.group("kind")) {
      case "RSA " -> fromEnvelope(envelope(RSA, body));
      case "EC " -> fromEnvelope(envelope(curve(owner), body));
      default -> fromEnvelope(body);
    };
  }

  private static byte[] body(String text) throws InvalidKeySpecException {
    try {
      return Base64.getMimeDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeySpecException("not in base 64", e);
    }
  }

  private static PrivateKey fromEnvelope(byte[] envelope) throws GeneralSecurityException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(envelope));
      } catch (InvalidKeySpecException e) {
        // Of another kind perhaps.
      }
    }
    throw new InvalidKeySpecException("neither RSA, EC nor EdDSA");
  }

  /** The kind of the key, and its curve. */
  private static byte[] curve(PublicKey owner) throws GeneralSecurityException {
    if (!(owner instanceof ECPublicKey onCurve)) {
      throw new InvalidKeyException("the owner's key is not for an elliptic curve");
    }
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(onCurve.getParams());
    try {
      return element(SEQUENCE, EC, parameters.getEncoded());
    } catch (IOException e) {
      throw new InvalidKeyException("the owner's curve has no name", e);
    }
  }

  private static byte[] envelope(byte[] algorithm, byte[] key) {
    return element(SEQUENCE, VERSION, algorithm, element(OCTETS, key));
  }

  /** An element in the encoding DER: its tag, its length and its parts. */
  private static byte[] element(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    if (length >= LONG_LENGTH) {
      element.write(LONG_LENGTH | bytesOf(length));
      for (int shift = bytesOf(length) - 1; shift > 0; shift--) {
        element.write(length >> (shift * Byte.SIZE));
      }
    }
    element.write(length);
    for (byte[] part : parts) {
      element.writeBytes(part);
    }
    return element.toByteArray();
  }

  /** How many bytes the number takes without zeros before it. */
  private static int bytesOf(int number) {
    return Integer.BYTES - Integer.numberOfLeadingZeros(number) / Byte.SIZE;
  }
}
