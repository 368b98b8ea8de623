/** Attestation reports on the command line: made, shown, and verified. */
package org.elastictee.cli.attest;
