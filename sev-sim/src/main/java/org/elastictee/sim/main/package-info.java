/** The simulator as a program: {@code elastic simulate}. */
package org.elastictee.sim.main;
