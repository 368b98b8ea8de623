/** Randomness. */
package org.elastictee.provider.random;
