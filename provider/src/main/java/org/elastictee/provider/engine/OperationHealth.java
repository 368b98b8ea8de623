package org.elastictee.provider.engine;

import java.util.List;
import org.elastictee.provider.health.Downgrade;
import org.elastictee.provider.health.EngineName;
import org.elastictee.provider.health.KnownAnswer;

/** How an operation stands: as in {@link org.elastictee.provider.health.ServiceHealth}. */
public record OperationHealth(
    EngineName engine, KnownAnswer knownAnswer, List<Downgrade> downgrades) {}
