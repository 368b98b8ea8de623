/** Keys whose bytes never leave, and the way their own services reach them. */
package org.elastictee.provider.key;
