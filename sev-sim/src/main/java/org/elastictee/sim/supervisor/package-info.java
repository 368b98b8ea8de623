/**
 * The simulated guest device for other processes: runs an unmodified program in which {@code
 * /dev/sev-guest} exists. For tests and demonstrations; it protects nothing.
 */
package org.elastictee.sim.supervisor;
