/** The engine that stores blocks as files, over HTTP and in the data directory, as an operator. */
package org.tigstore.datadirectory;
