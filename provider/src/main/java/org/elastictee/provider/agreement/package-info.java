/** Key agreement by the engines. */
package org.elastictee.provider.agreement;
