/** The shipped WAR as a process of its own. */
package org.tigstore.standalone;
