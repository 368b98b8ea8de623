/** The guest device and configfs-tsm: reports and derived keys. */
package org.elastictee.sev.guest;
