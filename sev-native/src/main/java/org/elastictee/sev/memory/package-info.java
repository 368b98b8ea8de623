/** Memory for secrets: outside of the Java heap, and wiped. */
package org.elastictee.sev.memory;
