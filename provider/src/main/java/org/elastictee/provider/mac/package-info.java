/** Message authentication codes. */
package org.elastictee.provider.mac;
