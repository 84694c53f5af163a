/**
 * Runs the WAR without an application server: command line, embedded Jetty, start and stop.
 * Compiled against libraries that lie in the WAR outside {@code WEB-INF/lib}, where servers do not
 * see them.
 */
@NullMarked
package org.tigstore.standalone;

import org.jspecify.annotations.NullMarked;
