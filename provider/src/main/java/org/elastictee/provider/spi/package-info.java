/** What the services of several packages have in common. */
package org.elastictee.provider.spi;
