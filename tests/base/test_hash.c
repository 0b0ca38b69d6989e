/* SHA-256: the vectors of NIST (FIPS 180-2 appendix B; CAVP SHA256ShortMsg). */
#include <CUnit/CUnit.h>
#include <string.h>

#include "base/hash.h"

int register_hash_suite(void);

static const struct {
  const char *bytes;
  size_t size;
  const char *hex;
} vectors[] = {
    {NULL, 0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"abc", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56,
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
     112, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    {"\xbd", 1, "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b"},
    {"\xc9\x8c\x8e\x55", 4, "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504"},
};

static void test_vectors(void) {
  for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
    cm_sha256 hash;
    char hex[65];
    cm_sha256_init(&hash);
    cm_sha256_add(&hash, vectors[i].bytes, vectors[i].size);
    cm_sha256_hex(&hash, hex);
    CU_ASSERT_STRING_EQUAL(hex, vectors[i].hex);
  }
}

static void test_million(void) {
  cm_sha256 hash;
  char hex[65];
  char as[1000];
  memset(as, 'a', sizeof as);
  cm_sha256_init(&hash);
  for (int i = 0; i < 1000; i++) cm_sha256_add(&hash, as, sizeof as);
  cm_sha256_hex(&hash, hex);
  CU_ASSERT_STRING_EQUAL(hex, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* However a text of any length around the block size is cut in two, the digest is the same. */
static void test_cuts(void) {
  char bytes[200];
  size_t wrong = 0;
  for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 7);
  for (size_t size = 0; size <= sizeof bytes; size++) {
    char whole[65];
    cm_sha256 hash;
    cm_sha256_init(&hash);
    cm_sha256_add(&hash, bytes, size);
    cm_sha256_hex(&hash, whole);
    for (size_t cut = 0; cut <= size; cut++) {
      char parts[65];
      cm_sha256_init(&hash);
      cm_sha256_add(&hash, bytes, cut);
      cm_sha256_add(&hash, bytes + cut, size - cut);
      cm_sha256_hex(&hash, parts);
      wrong += strcmp(whole, parts) != 0;
    }
  }
  CU_ASSERT_EQUAL(wrong, 0);
}

/* Long texts added at once may go through instructions of the processor, pieces of them do not: the digest is the
 * same. */
static void test_long(void) {
  static char bytes[CM_SHA256_ASK_BLOCKS * 64 + 300];
  size_t wrong = 0;
  for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 31 + i / 256);
  for (size_t size = sizeof bytes - 500; size <= sizeof bytes; size++) {
    char whole[65], parts[65];
    cm_sha256 hash;
    cm_sha256_init(&hash);
    cm_sha256_add(&hash, bytes, size % 64); /* so that blocks begin at any address */
    cm_sha256_add(&hash, bytes + size % 64, size - size % 64);
    cm_sha256_hex(&hash, whole);
    cm_sha256_init(&hash);
    for (size_t at = 0; at < size; at += 100) cm_sha256_add(&hash, bytes + at, size - at < 100 ? size - at : 100);
    cm_sha256_hex(&hash, parts);
    wrong += strcmp(whole, parts) != 0;
  }
  CU_ASSERT_EQUAL(wrong, 0);
}

int register_hash_suite(void) {
  CU_pSuite suite = CU_add_suite("hash", NULL, NULL);
  CU_add_test(suite, "NIST vectors", test_vectors);
  CU_add_test(suite, "a million a", test_million);
  CU_add_test(suite, "cuts", test_cuts);
  CU_add_test(suite, "long texts at once", test_long);
  return (int)CU_get_error();
}
