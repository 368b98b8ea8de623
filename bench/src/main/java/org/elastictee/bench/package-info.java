/** JMH benchmarks side by side with the peers, in the same run. */
package org.elastictee.bench;
