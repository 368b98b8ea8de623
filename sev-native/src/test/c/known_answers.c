/* Answers that the standards, and those who test by them, give. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "elastic.h"
#include "reference.h"

enum { MAX = 128 };

/* FIPS 197, appendix C: the reference must be right before anything is compared with it. */
static void aes(void) {
  begin_case("FIPS 197 appendix C", 0, 0);
  static const char *const ciphertexts[] = {"69c4e0d86a7b0430d8cdb78070b4c55a", "dda97ca4864cdfe06eaf70a0ec0d7191",
                                            "8ea2b7ca516745bfeafc49904b496089"};
  uint8_t key[32];
  uint8_t plaintext[16];
  uint8_t expected[16];
  uint8_t out[16];
  for (int i = 0; i < 32; i++) {
    key[i] = (uint8_t)i;
  }
  bytes_of("00112233445566778899aabbccddeeff", plaintext);
  for (size_t i = 0; i < 3; i++) {
    bytes_of(ciphertexts[i], expected);
    reference_aes(key, 16 + 8 * i, plaintext, out);
    CHECK(memcmp(out, expected, 16) == 0);
  }
}

typedef struct gcm_answer {
  const char *key;
  const char *iv;
  const char *aad;
  const char *plaintext;
  const char *ciphertext;
  const char *tag;
} gcm_answer;

#define ZEROS "00000000000000000000000000000000"
#define KEY "feffe9928665731c6d6a8f9467308308"
#define IV "cafebabefacedbaddecaf888"
#define AAD "feedfacedeadbeeffeedfacedeadbeefabaddad2"
#define TEXT60                                                                                                                            \
  "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"                                                                      \
  "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
#define TEXT TEXT60 "1aafd255"
#define IV60                                                                                                                              \
  "9313225df88406e555909c5aff5269aa6a7a9538534f7da1e4c303d2a318a728"                                                                      \
  "c3c0c95156809539fcf0e2429a6b525416aedbf5a0de6a57a637b39b"

/* D. McGrew, J. Viega, "The Galois/Counter Mode of Operation (GCM)", appendix B: test cases 1-8, 13-16. */
static const gcm_answer gcm_answers[] = {
    {ZEROS, "000000000000000000000000", "", "", "", "58e2fccefa7e3061367f1d57a4e7455a"},
    {ZEROS, "000000000000000000000000", "", ZEROS, "0388dace60b6a392f328c2b971b2fe78", "ab6e47d42cec13bdf53a67b21257bddf"},
    {KEY, IV, "", TEXT,
     "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985",
     "4d5c2af327cd64a62cf35abd2ba6fab4"},
    {KEY, IV, AAD, TEXT60,
     "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
     "5bc94fbc3221a5db94fae95ae7121a47"},
    {KEY, "cafebabefacedbad", AAD, TEXT60,
     "61353b4c2806934a777ff51fa22a4755699b2a714fcdc6f83766e5f97b6c742373806900e49f24b22b097544d4896b424989b5e1ebac0f07c23f4598",
     "3612d2e79e3b0785561be14aaca2fccb"},
    {KEY, IV60, AAD, TEXT60,
     "8ce24998625615b603a033aca13fb894be9112a5c3a211a8ba262a3cca7e2ca701e4a9a4fba43c90ccdcb281d48c7c6fd62875d2aca417034c34aee5",
     "619cc5aefffe0bfa462af43c1699d050"},
    {ZEROS "0000000000000000", "000000000000000000000000", "", "", "", "cd33b28ac773f74ba00ed1f312572435"},
    {ZEROS "0000000000000000", "000000000000000000000000", "", ZEROS, "98e7247c07f0fe411c267e4384b0f600",
     "2ff58d80033927ab8ef4d4587514f0fb"},
    {ZEROS ZEROS, "000000000000000000000000", "", "", "", "530f8afbc74536b9a963b4f1c4cb738b"},
    {ZEROS ZEROS, "000000000000000000000000", "", ZEROS, "cea7403d4d606b6e074ec5d3baf39d18", "d0d1c8a799996bf0265b98b5d48ab919"},
    {KEY KEY, IV, "", TEXT,
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad",
     "b094dac5d93471bdec1a502270e3cc6c"},
    {KEY KEY, IV, AAD, TEXT60,
     "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662",
     "76fc6ece0f4e1768cddf8853bb2d551b"}};

static void gcm(void) {
  el_gcm_key *prepared = aligned_alloc(EL_GCM_ALIGNMENT, el_gcm_key_bytes());
  int found[3];
  const int available = kernels(found);
  for (size_t i = 0; i < sizeof gcm_answers / sizeof gcm_answers[0]; i++) {
    const gcm_answer *answer = gcm_answers + i;
    uint8_t key[32];
    uint8_t iv[MAX];
    uint8_t aad[MAX];
    uint8_t plaintext[MAX];
    uint8_t ciphertext[MAX];
    uint8_t tag[16];
    uint8_t out[MAX];
    uint8_t out_tag[16];
    const size_t key_length = bytes_of(answer->key, key);
    const size_t iv_length = bytes_of(answer->iv, iv);
    const size_t aad_length = bytes_of(answer->aad, aad);
    const size_t length = bytes_of(answer->plaintext, plaintext);
    bytes_of(answer->ciphertext, ciphertext);
    bytes_of(answer->tag, tag);
    begin_case("the GCM test cases", 0, i);
    reference_gcm(key, key_length, iv, iv_length, aad, aad_length, plaintext, length, out, out_tag);
    CHECK(memcmp(out, ciphertext, length) == 0 && memcmp(out_tag, tag, 16) == 0);
    for (int k = 0; k < available; k++) {
      CHECK(el_gcm_key_init(prepared, found[k], key, key_length) == EL_OK);
      CHECK(el_gcm_seal(prepared, iv, iv_length, aad, aad_length, plaintext, length, out, out_tag, 16) == EL_OK);
      CHECK(memcmp(out, ciphertext, length) == 0 && memcmp(out_tag, tag, 16) == 0);
      CHECK(el_gcm_open(prepared, iv, iv_length, aad, aad_length, ciphertext, length, out, tag, 16) == EL_OK);
      CHECK(memcmp(out, plaintext, length) == 0);
    }
  }
  free(prepared);
}

/* NIST's examples for FIPS 180-4, and the million letters. */
static void sha256(void) {
  static const char *const answers[][2] = {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"}};
  uint8_t expected[32];
  uint8_t digest[32];
  for (size_t i = 0; i < 3; i++) {
    begin_case("SHA-256", 0, i);
    bytes_of(answers[i][1], expected);
    el_sha256_digest((const uint8_t *)answers[i][0], strlen(answers[i][0]), digest);
    CHECK(memcmp(digest, expected, 32) == 0);
  }
  begin_case("SHA-256 of a million letters", 0, 0);
  const uint8_t letters[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  el_sha256 hash;
  el_sha256_init(&hash);
  for (int i = 0; i < 1000000 / 40; i++) {
    el_sha256_update(&hash, letters, 40);
  }
  el_sha256_final(&hash, digest);
  bytes_of("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", expected);
  CHECK(memcmp(digest, expected, 32) == 0);
}

/* RFC 4231, test cases 1, 2, 3, 6 and 7. */
static void hmac(void) {
  typedef struct answer {
    const char *key;
    int repeated; /* the key's first byte, if not zero, so often */
    const char *message;
    const char *mac;
  } answer;
  static const answer answers[] = {
      {"\x0b", 20, "Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"Jefe", 0, "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {"\xaa", 20,
       "\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd"
       "\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd\xdd",
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {"\xaa", 131, "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {"\xaa", 131,
       "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used "
       "by the HMAC algorithm.",
       "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"}};
  for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
    uint8_t key[131];
    uint8_t expected[32];
    uint8_t mac[32];
    const size_t key_length = answers[i].repeated != 0 ? (size_t)answers[i].repeated : strlen(answers[i].key);
    memset(key, answers[i].key[0], sizeof key);
    if (answers[i].repeated == 0) {
      memcpy(key, answers[i].key, key_length);
    }
    begin_case("RFC 4231", 0, i);
    bytes_of(answers[i].mac, expected);
    el_hmac_sha256_key prepared;
    el_hmac_sha256_key_init(&prepared, key, key_length);
    el_hmac_sha256(&prepared, (const uint8_t *)answers[i].message, strlen(answers[i].message), mac);
    CHECK(memcmp(mac, expected, 32) == 0);
  }
}

/* NIST CAVP, CTR_DRBG, AES-256 without derivation function, no reseed, count 0: the second of two requests of 64 bytes. */
static void drbg(void) {
  begin_case("CAVP CTR_DRBG", 0, 0);
  uint8_t seed[48];
  uint8_t expected[64];
  uint8_t out[64];
  bytes_of("df5d73faa468649edda33b5cca79b0b05600419ccb7a879ddfec9db32ee494e5531b51de16a30f769262474c73bec010", seed);
  bytes_of("d1c07cd95af8a7f11012c84ce48bb8cb87189e99d40fccb1771c619bdf82ab2280b1dc2f2581f39164f7ac0c510494b3a43c41b7db17514c87b107ae793e01c5",
           expected);
  reference_drbg reference;
  reference_drbg_instantiate(&reference, seed, NULL, 0);
  reference_drbg_generate(&reference, NULL, 0, out, 64);
  reference_drbg_generate(&reference, NULL, 0, out, 64);
  CHECK(memcmp(out, expected, 64) == 0);
  el_drbg *drbg = aligned_alloc(EL_DRBG_ALIGNMENT, el_drbg_bytes());
  CHECK(el_drbg_instantiate(drbg, seed, NULL, 0) == EL_OK);
  CHECK(el_drbg_generate(drbg, NULL, 0, out, 64) == EL_OK);
  CHECK(el_drbg_generate(drbg, NULL, 0, out, 64) == EL_OK);
  CHECK(memcmp(out, expected, 64) == 0);
  CHECK(el_drbg_reseed_counter(drbg) == 3);
  free(drbg);
}

void test_known_answers(void) {
  aes();
  gcm();
  sha256();
  hmac();
  drbg();
}
