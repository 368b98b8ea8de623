/** The machine seen from inside the guest: what shows that it is, or is not, a confidential VM. */
package org.elastictee.sev.guest;
