package org.elastictee.vectors;

import java.util.List;

/**
 * Cases that have parameters in common.
 *
 * @param index its place in the file, from 0
 * @param fields the parameters
 */
public record VectorGroup(int index, String type, Fields fields, List<VectorCase> cases) {}
