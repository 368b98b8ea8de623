package org.elastictee.provider.keystore;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.elastictee.sev.seal.DerivationRequest;

/**
 * What a key store file says of itself. Nothing of it is authenticated: whoever writes the disk can
 * write anything here, and the file does not open then.
 *
 * @param version of the file, 1 or 2
 * @param id of the key store; none in version 1
 * @param generation how often it was stored; none in version 1
 * @param request what it was sealed to
 * @param recoveryRecipient who can open it without the root of trust
 * @param bytes of the file
 */
public record KeyStoreDescription(
    int version,
    Optional<UUID> id,
    OptionalLong generation,
    DerivationRequest request,
    Optional<RecoveryRecipient> recoveryRecipient,
    int bytes) {}
