/** {@code elastic keys}: the key store's commands. None of them prints or writes a secret. */
package org.elastictee.cli.keys;
