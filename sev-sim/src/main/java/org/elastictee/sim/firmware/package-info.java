/**
 * The simulated AMD-SP: a chip, its firmware, one guest, and their answers to the guest's messages.
 * No secret of it is worth anything: chips and VLEK seeds follow from public names.
 */
package org.elastictee.sim.firmware;
