/** Tests of services whose API is newer than Java 17. */
package org.elastictee.provider.java25;
