package org.elastictee.cli.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A key store as it is shown.
 *
 * @param version of the file, 1 or 2
 * @param generation how often it was stored; null in version 1
 * @param root its kind
 * @param boundTo what it was sealed to
 * @param recoveryRecipient SHA-256 of the public key whose holder can open it, or null
 */
record StoreView(
    String file,
    int version,
    Long generation,
    String root,
    String boundTo,
    String policy,
    String recoveryRecipient,
    List<Entry> entries) {

  /**
   * An entry as it is shown.
   *
   * @param kind secret key, private key, trusted certificate or derived identity
   * @param size in bits, or null where the algorithm has one size
   * @param fingerprint of a secret key, its own, 16 hexadecimal digits; of a pair, SHA-256 of the
   *     public key; of a certificate, SHA-256 of it
   * @param policy of a key
   * @param created ISO 8601
   * @param subject of the certificate
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Entry(
      String alias,
      String kind,
      String algorithm,
      Integer size,
      String fingerprint,
      String policy,
      String created,
      String subject) {}
}
