/**
 * Finds the classes of the stand-alone mode inside the WAR. Lies at the WAR's root, where {@code
 * java -jar} looks, and works with nothing but the JDK.
 */
@NullMarked
package org.tigstore.launch;

import org.jspecify.annotations.NullMarked;
