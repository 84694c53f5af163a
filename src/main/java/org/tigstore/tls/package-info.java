/**
 * Private keys and certificates in PEM files, for servers and clients that run without a container.
 */
@NullMarked
package org.tigstore.tls;

import org.jspecify.annotations.NullMarked;
