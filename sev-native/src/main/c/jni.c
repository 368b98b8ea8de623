/*
 * The Java side's calls: org.elastictee.sev.cpu.LibElastic, which says what they do. Java has checked offsets, lengths and handles.
 *
 * Arrays are used where they lie (GetPrimitiveArrayCritical), which may hold the garbage collector; so never for more than 256 KiB of a
 * message at a time. In such a section nothing is called but the library. Where an array cannot be had, which is a JVM out of memory, its
 * exception is pending, and what is returned does not matter.
 */
#include <jni.h>

#include "base.h"
#include "elastic.h"
#include "gcm.h" /* how large a stream is */

enum { PIECE = 256 * 1024 };

#define NATIVE(type, name) __attribute__((visibility("default"))) type Java_org_elastictee_sev_cpu_LibElastic_##name

/* An array, held; of NULL, nothing. */
typedef struct held {
  jbyteArray array;
  uint8_t *bytes;
} held;

EL_INLINE held hold(JNIEnv *env, jbyteArray array) {
  held h = {array, array == NULL ? NULL : (*env)->GetPrimitiveArrayCritical(env, array, NULL)};
  return h;
}

/* What was written is kept, or, by JNI_ABORT, was never written. */
EL_INLINE void release(JNIEnv *env, held h, jint mode) {
  if (h.bytes != NULL) {
    (*env)->ReleasePrimitiveArrayCritical(env, h.array, h.bytes, mode);
  }
}

EL_INLINE bool is_held(held h) {
  return h.array == NULL || h.bytes != NULL;
}

EL_INLINE void *pointer(jlong address) {
  return (void *)(uintptr_t)address;
}

NATIVE(jint, features)(JNIEnv *env, jclass type) {
  (void)env;
  (void)type;
  return (jint)el_cpu_features();
}

NATIVE(jlong, address)(JNIEnv *env, jclass type, jobject buffer) {
  (void)type;
  return (jlong)(uintptr_t)(*env)->GetDirectBufferAddress(env, buffer);
}

NATIVE(jlong, tsc)(JNIEnv *env, jclass type) {
  (void)env;
  (void)type;
  return (jlong)el_tsc();
}

NATIVE(void, cpuid)(JNIEnv *env, jclass type, jint leaf, jint subleaf, jintArray out) {
  (void)type;
  uint32_t registers[4];
  el_cpuid((uint32_t)leaf, (uint32_t)subleaf, registers);
  (*env)->SetIntArrayRegion(env, out, 0, 4, (const jint *)registers);
}

/* ---- AES-GCM ---- */

NATIVE(jint, gcmKeyBytes)(JNIEnv *env, jclass type) {
  (void)env;
  (void)type;
  return (jint)el_gcm_key_bytes();
}

NATIVE(jint, gcmStreamBytes)(JNIEnv *env, jclass type) {
  (void)env;
  (void)type;
  return (jint)el_gcm_stream_bytes();
}

NATIVE(jint, gcmBestKernel)(JNIEnv *env, jclass type) {
  (void)env;
  (void)type;
  return el_gcm_best_kernel();
}

NATIVE(jint, gcmKeyInit)(JNIEnv *env, jclass type, jlong key, jint kernel, jbyteArray bytes) {
  (void)type;
  const jsize length = (*env)->GetArrayLength(env, bytes);
  const held h = hold(env, bytes);
  const int result = is_held(h) ? el_gcm_key_init(pointer(key), kernel, h.bytes, (size_t)length) : EL_BAD_ARGUMENT;
  release(env, h, JNI_ABORT);
  return result;
}

/* The same of a key that lies outside of the Java heap, which it never was on. */
NATIVE(jint, gcmKeyInitAt)(JNIEnv *env, jclass type, jlong key, jint kernel, jlong bytes, jint length) {
  (void)env;
  (void)type;
  return el_gcm_key_init(pointer(key), kernel, pointer(bytes), (size_t)length);
}

/*
 * A short message in memory of its own, in place: the IV, the AAD, the text and the tag, one after another. No array is held, which takes
 * longer than to copy so little.
 */
NATIVE(jint, gcmSealShort)
(JNIEnv *env, jclass type, jlong key, jlong memory, jint ivLength, jint aadLength, jint length, jint tagLength) {
  (void)env;
  (void)type;
  uint8_t *iv = pointer(memory);
  uint8_t *text = iv + ivLength + aadLength;
  return el_gcm_seal(pointer(key), iv, (size_t)ivLength, iv + ivLength, (size_t)aadLength, text, (size_t)length, text, text + length,
                     (size_t)tagLength);
}

NATIVE(jint, gcmOpenShort)
(JNIEnv *env, jclass type, jlong key, jlong memory, jint ivLength, jint aadLength, jint length, jint tagLength) {
  (void)env;
  (void)type;
  uint8_t *iv = pointer(memory);
  uint8_t *text = iv + ivLength + aadLength;
  return el_gcm_open(pointer(key), iv, (size_t)ivLength, iv + ivLength, (size_t)aadLength, text, (size_t)length, text, text + length,
                     (size_t)tagLength);
}

/* A message in arrays, or, where in and out are NULL, at addresses. */
typedef struct call {
  JNIEnv *env;
  const el_gcm_key *key;
  jbyteArray iv;
  size_t iv_length;
  jbyteArray aad;
  size_t aad_offset;
  size_t aad_length;
  jbyteArray in;
  uintptr_t in_offset;
  size_t length;
  jbyteArray out;
  uintptr_t out_offset;
  size_t tag_length;
} call;

EL_INLINE const uint8_t *input(const call *c, held in, size_t done) {
  return c->in == NULL ? pointer((jlong)(c->in_offset + done)) : in.bytes + c->in_offset + done;
}

EL_INLINE uint8_t *output(const call *c, held out, size_t done) {
  return c->out == NULL ? pointer((jlong)(c->out_offset + done)) : out.bytes + c->out_offset + done;
}

/* Whether the output begins within the input: the whole, of which a piece does not tell. */
static bool overlaps(const call *c) {
  const bool same = c->in == NULL ? c->out == NULL : c->out != NULL && (*c->env)->IsSameObject(c->env, c->in, c->out);
  return same && c->out_offset > c->in_offset && c->out_offset - c->in_offset < c->length;
}

/* A short message, in one critical section. */
static int one_section(const call *c, bool seals) {
  JNIEnv *env = c->env;
  const held iv = hold(env, c->iv);
  const held aad = hold(env, c->aad);
  const held in = hold(env, c->in);
  const held out = hold(env, c->out);
  int result = EL_BAD_ARGUMENT;
  if (is_held(iv) && is_held(aad) && is_held(in) && is_held(out)) {
    const uint8_t *aad_bytes = aad.bytes == NULL ? NULL : aad.bytes + c->aad_offset;
    const uint8_t *from = input(c, in, 0);
    uint8_t *to = output(c, out, 0);
    result = seals ? el_gcm_seal(c->key, iv.bytes, c->iv_length, aad_bytes, c->aad_length, from, c->length, to, to + c->length, c->tag_length)
                   : el_gcm_open(c->key, iv.bytes, c->iv_length, aad_bytes, c->aad_length, from, c->length, to, from + c->length,
                                 c->tag_length);
  }
  release(env, out, 0);
  release(env, in, JNI_ABORT);
  release(env, aad, JNI_ABORT);
  release(env, iv, JNI_ABORT);
  return result;
}

static int begin(const call *c, el_gcm_stream *stream, int direction) {
  const held iv = hold(c->env, c->iv);
  int result = is_held(iv) ? el_gcm_begin(stream, c->key, direction, iv.bytes, c->iv_length) : EL_BAD_ARGUMENT;
  release(c->env, iv, JNI_ABORT);
  for (size_t done = 0; done < c->aad_length && result == EL_OK; done += PIECE) {
    const size_t piece = c->aad_length - done < PIECE ? c->aad_length - done : PIECE;
    const held aad = hold(c->env, c->aad);
    result = is_held(aad) ? el_gcm_aad(stream, aad.bytes + c->aad_offset + done, piece) : EL_BAD_ARGUMENT;
    release(c->env, aad, JNI_ABORT);
  }
  return result;
}

/* All pieces, through a stream; without an output they are verified. */
static int update(const call *c, el_gcm_stream *stream, bool has_output) {
  int result = EL_OK;
  for (size_t done = 0; done < c->length && result == EL_OK; done += PIECE) {
    const size_t piece = c->length - done < PIECE ? c->length - done : PIECE;
    const held in = hold(c->env, c->in);
    const held out = has_output ? hold(c->env, c->out) : (held){NULL, NULL};
    result = is_held(in) && is_held(out) ? el_gcm_update(stream, input(c, in, done), piece, has_output ? output(c, out, done) : NULL)
                                         : EL_BAD_ARGUMENT;
    release(c->env, out, 0);
    release(c->env, in, JNI_ABORT);
  }
  return result;
}

static int seal_in_pieces(const call *c) {
  el_gcm_stream stream;
  int result = begin(c, &stream, EL_GCM_ENCRYPT);
  result = result == EL_OK ? update(c, &stream, true) : result;
  if (result == EL_OK) {
    const held out = hold(c->env, c->out);
    result = is_held(out) ? el_gcm_end_encrypt(&stream, output(c, out, c->length), c->tag_length) : EL_BAD_ARGUMENT;
    release(c->env, out, 0);
  }
  el_gcm_stream_wipe(&stream);
  return result;
}

/* Reads the message twice, as el_gcm_open does: first whether it is authentic. */
static int open_in_pieces(const call *c) {
  el_gcm_stream stream;
  int result = begin(c, &stream, EL_GCM_VERIFY);
  result = result == EL_OK ? update(c, &stream, false) : result;
  if (result == EL_OK) {
    const held in = hold(c->env, c->in);
    result = is_held(in) ? el_gcm_end_decrypt(&stream, input(c, in, c->length), c->tag_length) : EL_BAD_ARGUMENT;
    release(c->env, in, JNI_ABORT);
  }
  el_gcm_stream_wipe(&stream);
  for (size_t done = 0; done < c->length && result == EL_OK; done += PIECE) {
    const size_t piece = c->length - done < PIECE ? c->length - done : PIECE;
    const held iv = hold(c->env, c->iv);
    const held in = hold(c->env, c->in);
    const held out = hold(c->env, c->out);
    result = is_held(iv) && is_held(in) && is_held(out)
                 ? el_gcm_decrypt_verified(c->key, iv.bytes, c->iv_length, done, input(c, in, done), piece, output(c, out, done))
                 : EL_BAD_ARGUMENT;
    release(c->env, out, 0);
    release(c->env, in, JNI_ABORT);
    release(c->env, iv, JNI_ABORT);
  }
  return result;
}

static int message(const call *c, bool seals) {
  if (c->tag_length < EL_GCM_MIN_TAG || c->tag_length > EL_GCM_MAX_TAG) {
    return EL_BAD_ARGUMENT;
  }
  if (overlaps(c)) {
    return EL_OVERLAP;
  }
  if (c->length <= PIECE && c->aad_length <= PIECE) {
    return one_section(c, seals);
  }
  return seals ? seal_in_pieces(c) : open_in_pieces(c);
}

#define MESSAGE_CALL(in_array, in_place, out_array, out_place)                                                                           \
  {env,      pointer(key),  iv,        (size_t)ivLength, aad,       (size_t)aadOffset, (size_t)aadLength,                                 \
   in_array, (uintptr_t)(in_place), (size_t)length, out_array, (uintptr_t)(out_place), (size_t)tagLength}

NATIVE(jint, gcmSeal)
(JNIEnv *env, jclass type, jlong key, jbyteArray iv, jint ivLength, jbyteArray aad, jint aadOffset, jint aadLength, jbyteArray in,
 jint inOffset, jint length, jbyteArray out, jint outOffset, jint tagLength) {
  (void)type;
  const call c = MESSAGE_CALL(in, inOffset, out, outOffset);
  return message(&c, true);
}

NATIVE(jint, gcmOpen)
(JNIEnv *env, jclass type, jlong key, jbyteArray iv, jint ivLength, jbyteArray aad, jint aadOffset, jint aadLength, jbyteArray in,
 jint inOffset, jint length, jbyteArray out, jint outOffset, jint tagLength) {
  (void)type;
  const call c = MESSAGE_CALL(in, inOffset, out, outOffset);
  return message(&c, false);
}

NATIVE(jint, gcmSealAt)
(JNIEnv *env, jclass type, jlong key, jbyteArray iv, jint ivLength, jbyteArray aad, jint aadOffset, jint aadLength, jlong in, jlong length,
 jlong out, jint tagLength) {
  (void)type;
  const call c = MESSAGE_CALL(NULL, in, NULL, out);
  return message(&c, true);
}

NATIVE(jint, gcmOpenAt)
(JNIEnv *env, jclass type, jlong key, jbyteArray iv, jint ivLength, jbyteArray aad, jint aadOffset, jint aadLength, jlong in, jlong length,
 jlong out, jint tagLength) {
  (void)type;
  const call c = MESSAGE_CALL(NULL, in, NULL, out);
  return message(&c, false);
}

NATIVE(jint, gcmBegin)(JNIEnv *env, jclass type, jlong stream, jlong key, jint direction, jbyteArray iv, jint ivLength) {
  (void)type;
  const call c = {.env = env, .key = pointer(key), .iv = iv, .iv_length = (size_t)ivLength};
  return begin(&c, pointer(stream), direction);
}

NATIVE(jint, gcmAad)(JNIEnv *env, jclass type, jlong stream, jbyteArray aad, jint offset, jint length) {
  (void)type;
  int result = EL_OK;
  for (jint done = 0; done < length && result == EL_OK; done += PIECE) {
    const jint piece = length - done < PIECE ? length - done : PIECE;
    const held h = hold(env, aad);
    result = is_held(h) ? el_gcm_aad(pointer(stream), h.bytes + offset + done, (size_t)piece) : EL_BAD_ARGUMENT;
    release(env, h, JNI_ABORT);
  }
  return result;
}

NATIVE(jint, gcmUpdate)
(JNIEnv *env, jclass type, jlong stream, jbyteArray in, jint inOffset, jint length, jbyteArray out, jint outOffset) {
  (void)type;
  const call c = {.env = env,
                  .in = in,
                  .in_offset = (uintptr_t)inOffset,
                  .length = (size_t)length,
                  .out = out,
                  .out_offset = (uintptr_t)outOffset};
  return out != NULL && overlaps(&c) ? EL_OVERLAP : update(&c, pointer(stream), out != NULL);
}

NATIVE(jint, gcmUpdateAt)(JNIEnv *env, jclass type, jlong stream, jlong in, jlong length, jlong out) {
  (void)env;
  (void)type;
  return el_gcm_update(pointer(stream), pointer(in), (size_t)length, pointer(out));
}

NATIVE(jint, gcmEndEncrypt)(JNIEnv *env, jclass type, jlong stream, jbyteArray tag, jint offset, jint length) {
  (void)type;
  const held h = hold(env, tag);
  const int result = is_held(h) ? el_gcm_end_encrypt(pointer(stream), h.bytes + offset, (size_t)length) : EL_BAD_ARGUMENT;
  release(env, h, 0);
  return result;
}

/* ---- SHA-256 ---- */

NATIVE(void, sha256Init)(JNIEnv *env, jclass type, jlong hash) {
  (void)env;
  (void)type;
  el_sha256_init(pointer(hash));
}

NATIVE(void, sha256Update)(JNIEnv *env, jclass type, jlong hash, jbyteArray in, jint offset, jint length) {
  (void)type;
  for (jint done = 0; done < length; done += PIECE) {
    const held h = hold(env, in);
    if (!is_held(h)) {
      return;
    }
    el_sha256_update(pointer(hash), h.bytes + offset + done, (size_t)(length - done < PIECE ? length - done : PIECE));
    release(env, h, JNI_ABORT);
  }
}

NATIVE(void, sha256UpdateAt)(JNIEnv *env, jclass type, jlong hash, jlong in, jlong length) {
  (void)env;
  (void)type;
  el_sha256_update(pointer(hash), pointer(in), (size_t)length);
}

NATIVE(void, sha256Final)(JNIEnv *env, jclass type, jlong hash, jbyteArray digest, jint offset) {
  (void)type;
  uint8_t result[EL_SHA256_BYTES];
  el_sha256_final(pointer(hash), result);
  (*env)->SetByteArrayRegion(env, digest, offset, EL_SHA256_BYTES, (const jbyte *)result);
  wipe(result, sizeof result);
}
