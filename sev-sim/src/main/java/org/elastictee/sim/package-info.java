/**
 * A software AMD-SP, the kernel in front of it and the host behind it: for tests and
 * demonstrations.
 */
package org.elastictee.sim;
