#include "tests/differential/shrink.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace ratebook::differential {
namespace {

class Shrinker {
 public:
  Shrinker(Failing failing, const StillFails& still_fails, const ShrinkLimits& limits)
      : failing_(std::move(failing)), still_fails_(still_fails), limits_(limits) {}

  Failing run() {
    do {
      changed_ = false;
      drop_editions();
      leave_out_runs();
      simplify_account();
      leave_out_pieces();
      put_simpler_pieces();
    } while (changed_ && !exhausted() && script_lines(failing_) > limits_.enough_lines);
    return std::move(failing_);
  }

 private:
  bool exhausted() const {
    return tries_ >= limits_.tries || std::chrono::steady_clock::now() - began_ > std::chrono::seconds(limits_.seconds);
  }

  bool take(Failing candidate) {
    if (exhausted()) return false;
    ++tries_;
    if (!still_fails_(candidate)) return false;
    failing_ = std::move(candidate);
    changed_ = true;
    return true;
  }

  void drop_editions() {
    for (std::size_t k = 0; failing_.scripts.size() > 1 && k < failing_.scripts.size(); ++k) {
      Failing candidate = failing_;
      candidate.scripts.erase(candidate.scripts.begin() + static_cast<std::ptrdiff_t>(k));
      if (take(std::move(candidate))) k = 0;
    }
  }

  // From the most daring change to the least, again and again until none helps. The engines of the scripts are at hand, so these tries are
  // cheap and not counted with the scripts'; each round has its share of them and of the time.
  void simplify_account() {
    constexpr int kMost = 600;
    const int scripts_tried = tries_;
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(limits_.seconds * 1000 / 20);
    const auto over = [&] { return std::chrono::steady_clock::now() > end; };
    int tried = 0;
    for (bool again = true; again && tried < kMost && !over();) {
      again = false;
      const auto changes = [&] { return simpler_accounts(failing_.account, clock_of(failing_.scripts.back())); };
      auto all = changes();
      for (std::size_t k = 0; k < all.size() && tried < kMost && !over(); ++k) {
        Failing candidate = failing_;
        all[k](candidate.account);
        if (candidate.account == failing_.account) continue;
        ++tried;
        tries_ = scripts_tried;
        if (!take(std::move(candidate))) continue;
        again = true;
        all = changes();
      }
    }
    tries_ = scripts_tried;
  }

  static std::vector<std::pair<std::size_t, const Piece*>> numbered(const Piece& root) {
    std::vector<std::pair<std::size_t, const Piece*>> all;
    std::size_t k = 0;
    each_piece(root, [&](const Piece& p) { all.emplace_back(k++, &p); });
    return all;
  }

  // Statements by the half, by the quarter … from the last one up, as later ones read earlier ones.
  void leave_out_runs() {
    for (std::size_t s = 0; s < failing_.scripts.size(); ++s) {
      auto optional_parts = [&] {
        std::vector<std::size_t> at;
        const auto& parts = failing_.scripts[s].piece.parts;
        for (std::size_t k = 0; k < parts.size(); ++k)
          if (parts[k].optional) at.push_back(k);
        return at;
      };
      for (std::size_t share = 2; share <= 16; share *= 2) {
        std::size_t end = optional_parts().size();
        const std::size_t length = end / share;
        if (length < 2) break;
        while (end > 0 && !exhausted()) {
          const auto at = optional_parts();
          end = std::min(end, at.size());
          const std::size_t first = end > length ? end - length : 0;
          Failing candidate = failing_;
          leave_out_parts(candidate.scripts[s].piece,
                          {at.begin() + static_cast<std::ptrdiff_t>(first), at.begin() + static_cast<std::ptrdiff_t>(end)});
          take(std::move(candidate));
          end = first;
        }
      }
    }
  }

  void leave_out_pieces() {
    for (std::size_t s = 0; s < failing_.scripts.size(); ++s) {
      // From the end: what stands there is read by nothing. Positions before it stay as they are.
      for (std::size_t k = numbered(failing_.scripts[s].piece).size(); k-- > 1 && !exhausted();) {
        const auto all = numbered(failing_.scripts[s].piece);
        if (k >= all.size()) {
          k = all.size();
          continue;
        }
        if (!all[k].second->optional || print(*all[k].second).empty()) continue;
        Failing candidate = failing_;
        leave_out(candidate.scripts[s].piece, k);
        take(std::move(candidate));
      }
    }
  }

  void put_simpler_pieces() {
    for (std::size_t s = 0; s < failing_.scripts.size(); ++s) {
      for (std::size_t k = 0; k < numbered(failing_.scripts[s].piece).size() && !exhausted(); ++k) {
        const std::size_t forms = numbered(failing_.scripts[s].piece)[k].second->simpler.size();
        for (std::size_t f = 0; f < forms; ++f) {
          Failing candidate = failing_;
          Piece& place = piece_at(candidate.scripts[s].piece, k);
          Piece form = place.simpler[f];
          // What is simpler still stays at hand; the forms before this one are the simpler ones.
          form.simpler.insert(form.simpler.end(), place.simpler.begin(),
                              place.simpler.begin() + static_cast<std::ptrdiff_t>(f));
          form.optional = place.optional;
          form.name = place.name;
          for (const std::string& need : place.needs)
            if (place.optional) form.needs.push_back(need);
          place = std::move(form);
          if (take(std::move(candidate))) break;
        }
      }
    }
  }

  Failing failing_;
  const StillFails& still_fails_;
  ShrinkLimits limits_;
  int tries_ = 0;
  bool changed_ = false;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace

Failing shrink(Failing failing, const StillFails& still_fails, const ShrinkLimits& limits) {
  return Shrinker(std::move(failing), still_fails, limits).run();
}

std::size_t script_lines(const Failing& failing) {
  std::size_t lines = 0;
  for (const Script& s : failing.scripts) lines += count_lines(print(s.piece));
  return lines;
}

}  // namespace ratebook::differential
