package org.tigstore.server;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What an operator decides about TLS in the stand-alone process.
 *
 * @param key the file with the private key
 * @param certificate the file with the certificate that belongs to it, and its issuers'
 * @param port the port for TLS; empty for no TLS
 * @param asked whether the operator set any of these, and so wants TLS even if a file is missing
 * @param alone whether TLS takes the place of plain HTTP, the operator having set no port for that
 */
public record TlsSettings(
    Path key, Path certificate, OptionalInt port, boolean asked, boolean alone) {}
