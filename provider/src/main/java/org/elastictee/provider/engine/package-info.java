/** The engines that do the work, and the table that says which one does what. */
package org.elastictee.provider.engine;
