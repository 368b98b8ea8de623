/**
 * What stands between BouncyCastle and the services: where its own services fall short of the JCA.
 */
package org.elastictee.provider.bouncycastle;
