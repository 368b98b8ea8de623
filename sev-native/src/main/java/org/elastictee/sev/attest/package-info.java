/**
 * What SEV-SNP attestation reports, certificates and tables say: views that vouch for nothing. What
 * verifies them is {@code org.elastictee.sev.attest.verify}.
 */
package org.elastictee.sev.attest;
