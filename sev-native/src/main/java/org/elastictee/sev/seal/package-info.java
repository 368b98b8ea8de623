/** The root of trust, the keys derived from it, and data sealed under them. */
package org.elastictee.sev.seal;
