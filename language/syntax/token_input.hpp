// Tokens as an input of PEGTL.
#pragma once
#include <tao/pegtl.hpp>
#include <vector>

#include "language/syntax/token.hpp"

namespace ratebook::syntax {

namespace pegtl = tao::pegtl;

// An iterator is a token's index. The last token is `end`, so there is always one to look at.
class TokenInput {
 public:
  using iterator_t = std::uint32_t;
  explicit TokenInput(const std::vector<Token>& tokens) : tokens_(&tokens) {}
  std::uint32_t at = 0;
  const Token& token(std::uint32_t ahead = 0) const {
    const std::size_t i = at + std::size_t{ahead};
    return i < tokens_->size() ? (*tokens_)[i] : tokens_->back();
  }
  template <pegtl::rewind_mode M>
  auto mark() {
    return pegtl::internal::marker<iterator_t, M>(at);
  }

 private:
  const std::vector<Token>* tokens_;
};

}  // namespace ratebook::syntax
