/**
 * Real processes, killed, locked out and loaded, on real file systems, full, read-only and gone.
 */
package org.tigstore.process;
