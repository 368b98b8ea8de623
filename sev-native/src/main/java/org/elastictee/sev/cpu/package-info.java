/** libelastic: AES-GCM, hashing and randomness by the processor's own instructions, in C. */
package org.elastictee.sev.cpu;
