/**
 * What {@link org.elastictee.provider.ElasticProvider#health()} tells: plain values, which stay as
 * they are.
 */
package org.elastictee.provider.health;
