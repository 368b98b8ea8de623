/** Message digests. */
package org.elastictee.provider.digest;
