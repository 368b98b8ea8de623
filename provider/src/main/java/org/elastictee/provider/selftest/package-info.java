/**
 * Tests of engines by answers that are known beforehand. Nothing here knows the engine table: a
 * test is given a provider and a name.
 */
package org.elastictee.provider.selftest;
