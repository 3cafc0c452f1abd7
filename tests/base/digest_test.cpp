// SHA-256 against the examples of FIPS 180-4.
#include "language/base/digest.hpp"

#include <gtest/gtest.h>

namespace ratebook {
namespace {

TEST(digest, published_values) {
  EXPECT_EQ(sha256_digest(""), "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_digest("abc"), "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "sha256:248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(digest, every_byte_counts) {
  EXPECT_NE(sha256_digest(std::string_view("a\0b", 3)), sha256_digest(std::string_view("a\0c", 3)));
  EXPECT_NE(sha256_digest("a"), sha256_digest("a\n"));
}

}  // namespace
}  // namespace ratebook
