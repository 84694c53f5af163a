package org.tigstore.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server or a client shows to the other side: certificates, and that it has the key of the
 * first.
 *
 * @param keys the key and its certificates
 * @param certificate the first of them, which is its own
 * @param unrelated those of the file that are not shown
 */
public record TlsIdentity(
    KeyStore keys, X509Certificate certificate, List<X509Certificate> unrelated) {
  /** Of the key in memory, where it protects nothing; the libraries want one. */
  public static final String PASSWORD = "memory";

  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  private static final List<String> CURVES = List.of("secp256r1", "secp384r1", "secp521r1");

  /**
   * Of the contents of these files.
   *
   * @param found its own certificate and those of its issuers, in any order
   * @throws IOException with one sentence for the operator, without its full stop, if they cannot
   *     be used
   */
  static TlsIdentity of(
      Path keyFile, PrivateKeyText text, Path certificateFile, List<X509Certificate> found)
      throws IOException {
    if (text.isEncrypted()) {
      throw new IOException(keyFile + " has an encrypted private key: decrypt it");
    }
    try {
      for (X509Certificate certificate : found) {
        Optional<PrivateKey> key = key(text, certificate.getPublicKey());
        if (key.isPresent()) {
          return of(key.get(), certificate, found);
        }
      }
      checkKind(certificateFile, found.get(0).getPublicKey());
      throw new IOException(
          "the key " + keyFile + " does not belong to the certificate " + certificateFile);
    } catch (GeneralSecurityException e) {
      checkKind(certificateFile, found.get(0).getPublicKey());
      throw new IOException(keyFile + " has no private key of RSA, EC or EdDSA as text (PEM)", e);
    }
  }

  private static TlsIdentity of(PrivateKey key, X509Certificate own, List<X509Certificate> found)
      throws IOException, GeneralSecurityException {
    List<X509Certificate> rest = new ArrayList<>(new LinkedHashSet<>(found));
    List<X509Certificate> chain = new ArrayList<>();
    Optional<X509Certificate> next = Optional.of(own);
    while (next.isPresent()) {
      X509Certificate last = next.get();
      chain.add(last);
      rest.remove(last);
      next = rest.stream().filter(issuer -> isIssuer(issuer, last)).findFirst();
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry("tig", key, PASSWORD.toCharArray(), chain.toArray(Certificate[]::new));
    return new TlsIdentity(keys, own, List.copyOf(rest));
  }

  private static boolean isIssuer(X509Certificate issuer, X509Certificate issued) {
    try {
      issued.verify(issuer.getPublicKey());
      X509CertSelector named = new X509CertSelector();
      named.setSubject(issued.getIssuerX500Principal());
      return named.match(issuer);
    } catch (GeneralSecurityException e) {
      // Signed with another key.
      return false;
    }
  }

  /** Throws if keys of the owner's kind cannot be used for TLS in Java. */
  private static void checkKind(Path certificateFile, PublicKey owner) throws IOException {
    String kind = owner.getAlgorithm();
    if (!SIGNATURES.containsKey(kind) || (kind.equals("EC") && !isOnKnownCurve(owner))) {
      throw new IOException(
          certificateFile
              + " is for a key that is "
              + (kind.equals("EC") ? "on another curve" : kind.replace("RSASSA", "RSA"))
              + ": use RSA (not RSA-PSS), EC (P-256, P-384 or P-521) or EdDSA");
    }
  }

  private static boolean isOnKnownCurve(PublicKey owner) {
    return owner instanceof ECPublicKey onCurve
        && CURVES.stream().anyMatch(name -> isOn(name, onCurve));
  }

  private static boolean isOn(String name, ECPublicKey key) {
    try {
      AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
      curve.init(new ECGenParameterSpec(name));
      ECParameterSpec parameters = curve.getParameterSpec(ECParameterSpec.class);
      return parameters.getCurve().equals(key.getParams().getCurve());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no curve " + name, e);
    }
  }

  /** Whether the certificate has begun and not ended. */
  public boolean isValid() {
    try {
      certificate.checkValidity();
      return true;
    } catch (CertificateException e) {
      return false;
    }
  }

  /** When the certificate is valid, to complete a sentence. */
  public String validity() {
    return "valid from "
        + certificate.getNotBefore().toInstant()
        + " until "
        + certificate.getNotAfter().toInstant();
  }

  /** Empty if the key is another's. */
  private static Optional<PrivateKey> key(PrivateKeyText text, PublicKey owner)
      throws GeneralSecurityException {
    try {
      return Optional.of(text.read(owner)).filter(key -> belongs(key, owner));
    } catch (InvalidKeyException e) {
      // Of another kind.
      return Optional.empty();
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
