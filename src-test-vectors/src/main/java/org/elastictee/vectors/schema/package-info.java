/** How the cases of each Wycheproof schema are run through the JCA. */
package org.elastictee.vectors.schema;
