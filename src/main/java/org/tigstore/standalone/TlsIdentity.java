package org.tigstore.standalone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;

/**
 * What the server shows to callers: certificates, and that it has the key of the first.
 *
 * @param keys the key and its certificates
 * @param certificate the first of them, which is the server's own
 */
record TlsIdentity(KeyStore keys, X509Certificate certificate) {
  /** Of the key in memory, where it protects nothing; the libraries want one. */
  static final String PASSWORD = "memory";

  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  /**
   * Of the contents of these files.
   *
   * @throws IOException with one sentence for the operator, without its full stop, if they cannot
   *     be used
   */
  static TlsIdentity of(
      Path keyFile, PrivateKeyText text, Path certificateFile, List<X509Certificate> chain)
      throws IOException {
    if (text.isEncrypted()) {
      throw new IOException(keyFile + " has an encrypted private key: decrypt it");
    }
    X509Certificate own = chain.get(0);
    PrivateKey key = key(keyFile, text, certificateFile, own.getPublicKey());
    try {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      keys.setKeyEntry("tig", key, PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
      return new TlsIdentity(keys, own);
    } catch (GeneralSecurityException e) {
      throw new IOException(
          certificateFile
              + " does not have the server's own certificate first and after each its issuer's",
          e);
    }
  }

  private static PrivateKey key(
      Path keyFile, PrivateKeyText text, Path certificateFile, PublicKey owner) throws IOException {
    String foreign =
        "the key " + keyFile + " does not belong to the certificate " + certificateFile;
    try {
      PrivateKey key = text.read(owner);
      if (!belongs(key, owner)) {
        throw new IOException(foreign);
      }
      return key;
    } catch (InvalidKeyException e) {
      throw new IOException(foreign, e);
    } catch (GeneralSecurityException e) {
      throw new IOException(keyFile + " has no private key of RSA, EC or EdDSA as text (PEM)", e);
    }
  }

  private static boolean belongs(PrivateKey key, PublicKey owner) {
    try {
      byte[] message = "tig".getBytes(StandardCharsets.UTF_8);
      Signature signature = Signature.getInstance(SIGNATURES.get(key.getAlgorithm()));
      signature.initSign(key);
      signature.update(message);
      byte[] signed = signature.sign();
      signature.initVerify(owner);
      signature.update(message);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      // Of another kind, or on another curve.
      return false;
    }
  }
}
