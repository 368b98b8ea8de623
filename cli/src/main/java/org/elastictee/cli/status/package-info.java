/** What {@code elastic status} finds out, and how it is shown. */
package org.elastictee.cli.status;
