/** The processor's own cryptography as an engine of the provider. */
package org.elastictee.provider.libelastic;
