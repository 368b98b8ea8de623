/**
 * The simulator's certificate authority: certificates in the form of AMD's under a root that nobody
 * but a test trusts.
 */
package org.elastictee.sim.pki;
