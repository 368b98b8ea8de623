/** The Wycheproof harness: files, groups and cases, run against any security provider. */
package org.elastictee.vectors;
