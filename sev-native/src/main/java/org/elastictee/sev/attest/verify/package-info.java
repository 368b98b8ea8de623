/**
 * Verifies attestation evidence, offline and against pinned roots: {@link
 * org.elastictee.sev.attest.verify.ReportVerifier} is where to begin. All cryptography is of the
 * JDK's own providers, by name.
 */
package org.elastictee.sev.attest.verify;
