package org.elastictee.cli.keys;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A derived key as it is shown.
 *
 * @param fingerprint as in {@link StoreView.Entry}
 * @param publicKey PEM, of a pair
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DerivedView(
    String label,
    String algorithm,
    String policy,
    String root,
    String fingerprint,
    String publicKey) {}
