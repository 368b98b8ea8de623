/** What AMD's key server says about its chips: certificates and revocation lists. */
package org.elastictee.sev.kds;
