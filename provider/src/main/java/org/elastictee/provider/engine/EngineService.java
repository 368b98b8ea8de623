package org.elastictee.provider.engine;

import java.security.Provider;

/**
 * What an engine does, and by which name it knows it.
 *
 * @param algorithm of a service, or a transformation for the engine to compose
 */
public record EngineService(String algorithm, Provider provider) {}
