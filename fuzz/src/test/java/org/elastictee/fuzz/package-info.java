/**
 * Everything that reads hostile bytes, under a coverage-guided fuzzer: one class a reader, with its
 * corpus in the folder {@code …Inputs} of its name. An ordinary test run reads the corpus; {@code
 * fuzz/run} looks for more.
 */
package org.elastictee.fuzz;
