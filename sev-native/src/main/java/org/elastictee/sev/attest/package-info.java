/** What SEV-SNP attestation reports say. */
package org.elastictee.sev.attest;
