/** The command line: {@code ./elastic}. */
package org.elastictee.cli;
