/** What this machine is, and the root of trust that its evidence leads to. */
package org.elastictee.sev;
