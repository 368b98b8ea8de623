/** What this machine is, and what shows it. */
package org.elastictee.sev.platform;
