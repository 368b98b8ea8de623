/** {@link org.elastictee.provider.ElasticProvider}, the provider that applications add. */
package org.elastictee.provider;
