package org.tigstore.standalone;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.tigstore.tls.TlsFiles;
import org.tigstore.tls.TlsIdentity;

/**
 * TLS 1.2 and 1.3 with the key and the certificates that two files have. While it is started, it
 * looks once a second whether the files have changed: connections that are open stay as they are,
 * new ones see the new certificate. Files that cannot be used change nothing, and a certificate
 * that is not valid does not replace one that is.
 */
final class TlsContext extends AbstractLifeCycle {
  private static final System.Logger LOG = System.getLogger(TlsContext.class.getName());

  private final TlsFiles files;
  private final SslContextFactory.Server factory = new SslContextFactory.Server();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "tig-certificate"));

  /** The files' version that is in use. */
  private Object used;

  private TlsIdentity shown;

  /** Why the newest version is not, as far as the operator was told. */
  private @Nullable String complaint;

  /**
   * With what the files have now.
   *
   * @throws IOException with one sentence for the operator, without its full stop, if that cannot
   *     be used
   */
  TlsContext(TlsFiles files) throws IOException {
    this.files = files;
    // Before reading, so that what changes meanwhile is seen later.
    used = files.version();
    factory.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    factory.setRenegotiationAllowed(false);
    factory.setKeyStorePassword(TlsIdentity.PASSWORD);
    shown = files.read();
    use(factory, shown);
  }

  /** What the server's connections are made with. */
  SslContextFactory.Server factory() {
    return factory;
  }

  private void use(SslContextFactory changed, TlsIdentity identity) {
    changed.setKeyStore(identity.keys());
    LOG.log(
        identity.isValid() ? INFO : WARNING,
        "TLS has the certificate in "
            + files.certificate()
            + " with the serial number "
            + identity.certificate().getSerialNumber().toString(16)
            + ", "
            + identity.validity());
    for (X509Certificate unrelated : identity.unrelated()) {
      LOG.log(
          WARNING,
          "TLS does not send a certificate in "
              + files.certificate()
              + " that issued none of the others: "
              + unrelated.getSubjectX500Principal());
    }
  }

  @Override
  protected void doStart() {
    // The timer's own future only ever ends by shutting the timer down.
    var unused = timer.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
  }

  @Override
  protected void doStop() {
    timer.shutdown();
  }

  private void look() {
    try {
      Object version = files.version();
      if (!version.equals(used)) {
        TlsIdentity identity = files.read();
        if (shown.isValid() && !identity.isValid()) {
          throw new IOException(files.certificate() + " is " + identity.validity());
        }
        factory.reload(reloaded -> use(reloaded, identity));
        shown = identity;
        used = version;
      }
      complaint = null;
    } catch (IOException e) {
      complainOnce(String.valueOf(e.getMessage()));
    } catch (Throwable e) {
      // A timer would never call again after a failure that reaches it.
      LOG.log(ERROR, "the certificate for TLS was not renewed", e);
    }
  }

  private void complainOnce(String sentence) {
    if (!sentence.equals(complaint)) {
      complaint = sentence;
      LOG.log(WARNING, "TLS keeps the current certificate: " + sentence);
    }
  }
}
