/**
 * The shipped WAR on real servers, each a process that the scripts of {@code config} install and
 * start.
 */
package org.tigstore.servers;
