/** The JDK's own providers, for all that must not be asked of the first provider in the list. */
package org.elastictee.sev.jdk;
