/**
 * Puts tig together in a container: settings, store, timer. The only package that names engines.
 */
@NullMarked
package org.tigstore.server;

import org.jspecify.annotations.NullMarked;
