/** Memory for secrets: outside of the Java heap, in protected pages, and wiped. */
package org.elastictee.sev.memory;
