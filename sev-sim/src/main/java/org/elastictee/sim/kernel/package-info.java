/** The simulated guest's kernel: the driver of the guest device. */
package org.elastictee.sim.kernel;
