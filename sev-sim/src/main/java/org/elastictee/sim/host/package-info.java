/** The simulated host: the hypervisor between guest and firmware, and its certificate table. */
package org.elastictee.sim.host;
