/** The shipped WAR on real servers, each a process run as its part of docs/servers.md says. */
package org.tigstore.servers;
