// What the oracle writes down on the way, when someone asks for a derivation (derivation.hpp). Off, it costs a null pointer's test.
#pragma once
#include <utility>
#include <vector>

#include "runtime/interpreter/derivation.hpp"

namespace ratebook::oracle {

class Journal {
 public:
  // Nodes that are recorded while an entry is open become its children. `done` attaches its node to the entry around it; an entry that is
  // left by a refusal attaches nothing.
  class Entry {
   public:
    explicit Entry(Journal* journal) : journal_(journal) {
      if (journal_ != nullptr) outer_ = std::exchange(journal_->into_, &children_);
    }
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    ~Entry() { close(); }
    void done(DerivationNode node) {
      if (journal_ == nullptr) return;
      close();
      node.children = std::move(children_);
      if (outer_ != nullptr) outer_->push_back(std::move(node));
    }
    // The children alone, attached to nothing.
    std::vector<DerivationNode> take() {
      close();
      return std::move(children_);
    }

   private:
    void close() {
      if (journal_ != nullptr && open_) journal_->into_ = outer_;
      open_ = false;
    }
    Journal* journal_;
    bool open_ = true;
    std::vector<DerivationNode>* outer_ = nullptr;
    std::vector<DerivationNode> children_;
  };

  std::vector<LineDerivation> lines;
  std::vector<DerivationNode> measures;
  std::vector<DerivationNode> facts;

 private:
  std::vector<DerivationNode>* into_ = nullptr;
};

}  // namespace ratebook::oracle
