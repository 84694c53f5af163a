package org.tigstore.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The two files that TLS needs.
 *
 * @param key the file with the private key
 * @param certificate the file with the certificates
 */
public record TlsFiles(Path key, Path certificate) {
  private static final Pattern CERTIFICATE =
      Pattern.compile(
          "-----BEGIN ((?:X509 |TRUSTED |)CERTIFICATE)-----(?<body>[^-]*)(?<end>-----END \\1-----)?");

  /** What tells a file from another, or from what it was before. */
  private record Version(FileTime modified, long size, @Nullable Object identity) {}

  /** Whether there is either, or this process is not allowed to know. */
  public boolean areThere() {
    return !Files.notExists(key) || !Files.notExists(certificate);
  }

  /** What changes whenever either file does. */
  public Object version() {
    return List.of(version(key), version(certificate));
  }

  private static Optional<Version> version(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(new Version(found.lastModifiedTime(), found.size(), found.fileKey()));
    } catch (IOException e) {
      // Whoever reads it then says why it cannot be read.
      return Optional.empty();
    }
  }

  /**
   * The key and the certificates that are in the files now.
   *
   * @throws IOException with one sentence for the operator, without its full stop, if they cannot
   *     be used
   */
  public TlsIdentity read() throws IOException {
    List<X509Certificate> found = certificates(certificate, "certificate for the key " + key);
    String text = new String(bytes(key, "key for the certificate " + certificate), ISO_8859_1);
    return TlsIdentity.of(key, new PrivateKeyText(text), certificate, found);
  }

  private static byte[] bytes(Path file, String what) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file + " with the " + what, e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + " cannot be read (Permission denied)", e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /**
   * The certificates that are in this file now, at least one.
   *
   * @param what what they are for, to complete a sentence
   * @throws IOException as {@link #read}
   */
  public static List<X509Certificate> certificates(Path file, String what) throws IOException {
    byte[] bytes = bytes(file, what);
    try {
      List<X509Certificate> found = listed(bytes);
      if (found.isEmpty()) {
        throw new IOException(file + " has no certificate");
      }
      return found;
    } catch (CertificateException | IllegalArgumentException e) {
      throw new IOException(file + " contains an entry that is not a certificate", e);
    }
  }

  /** Whatever text and keys are between them, and whatever else is in their entries. */
  private static List<X509Certificate> listed(byte[] bytes) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Certificate> listed = new ArrayList<>();
    Matcher entry = CERTIFICATE.matcher(new String(bytes, ISO_8859_1));
    while (entry.find()) {
      if (entry.group("end") == null) {
        throw new CertificateException("the entry has no end");
      }
      byte[] encoded = Base64.getMimeDecoder().decode(entry.group("body"));
      listed.add(factory.generateCertificate(new ByteArrayInputStream(encoded)));
    }
    if (listed.isEmpty()) {
      listed.addAll(factory.generateCertificates(new ByteArrayInputStream(bytes)));
    }
    return listed.stream().map(X509Certificate.class::cast).toList();
  }
}
