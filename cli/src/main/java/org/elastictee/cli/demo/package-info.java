/** The demonstration: a sealed key, an encrypted file and an HTTPS exchange. */
package org.elastictee.cli.demo;
