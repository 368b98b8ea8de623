package org.elastictee.vectors;

import java.util.List;

/**
 * A case.
 *
 * @param id its number, unique in the file
 * @param flags what it is about
 * @param fields its input and expected output
 */
public record VectorCase(
    int id, String comment, List<String> flags, Result result, Fields fields) {}
