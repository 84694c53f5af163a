/**
 * Loads the classes of the stand-alone mode from inside the WAR. These classes are at the root of
 * the WAR, where {@code java -jar} finds them, and depend only on the JDK.
 */
@NullMarked
package org.tigstore.launch;

import org.jspecify.annotations.NullMarked;
