// Scripts of one book: read, checked one by one, put in order as editions, and compared with each other.
#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "language/semantics/checker.hpp"
#include "language/semantics/editions.hpp"
#include "language/syntax/parse.hpp"

namespace ratebook {
namespace {

namespace fs = std::filesystem;

// One name for one file, however it was reached.
std::string key_of(const fs::path& path) {
  std::error_code error;
  const fs::path whole = fs::weakly_canonical(path, error);
  return (error ? path.lexically_normal() : whole).string();
}

class BookReader {
 public:
  BookReader(Sources& sources, const CheckOptions& options, DiagnosticSink& sink)
      : sources_(sources), options_(options), sink_(sink) {}

  Book read(const std::vector<fs::path>& paths) {
    for (const fs::path& path : paths) take(path);
    for (std::size_t i = 0; i < scripts_.size(); ++i) follow(i);
    std::map<std::string, std::vector<Script*>> by_id;
    for (Script& s : scripts_)
      if (s.tree) by_id[s.tree->id.text].push_back(&s);
    for (auto& [id, scripts] : by_id) {
      auto editions = order_editions(scripts, sink_);
      if (!editions.editions.empty()) book_.tariffs.push_back(std::move(editions));
    }
    return std::move(book_);
  }

 private:
  void take(const fs::path& path) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      if (!add(path)) book_.unreadable.push_back(path);
      return;
    }
    std::set<fs::path> files;
    for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error))
      if (at->path().extension() == ".tariff" && at->is_regular_file(error)) files.insert(at->path());
    if (error) book_.unreadable.push_back(path);
    for (const fs::path& file : files)
      if (!add(file)) book_.unreadable.push_back(file);
  }

  // The script of the path, read now or before; nothing when it cannot be read.
  Script* add(const fs::path& path) {
    const std::string key = key_of(path);
    if (const auto at = by_path_.find(key); at != by_path_.end()) return at->second;
    auto text = read_script_file(options_, path);
    if (!text) return nullptr;
    Script& s = scripts_.emplace_back();
    by_path_.emplace(key, &s);
    s.file = sources_.add(path.string(), std::move(*text));
    s.tree = parse(sources_, s.file, sink_);
    if (s.tree) s.tariff = check(sources_, *s.tree, options_, sink_);
    return &s;
  }

  // What the script supersedes is part of the book.
  void follow(std::size_t at) {
    Script& script = scripts_[at];
    if (!script.tree) return;
    for (const syntax::Statement& s : script.tree->statements) {
      const auto* edition = std::get_if<syntax::Edition>(&s.node);
      if (edition == nullptr || !edition->supersedes) continue;
      const syntax::Text& named = *edition->supersedes;
      const fs::path path = fs::path(sources_.file(script.file).path).parent_path() / named.text;
      Script* other = add(path);
      if (other == nullptr) {
        sink_.report<Code::file_missing>(named.span, named.text);
        script.spoilt = true;
      } else if (!other->tree) {
        script.spoilt = true;
      } else if (other->tree->id.text != script.tree->id.text) {
        auto& d = sink_.report<Code::supersedes_other>(named.span, named.text, other->tree->id.text, script.tree->id.text);
        d.labels.push_back({other->tree->id.span, ""});
        script.spoilt = true;
      }
      script.supersedes = other;
      script.supersedes_span = named.span;
      return;
    }
  }

  Sources& sources_;
  const CheckOptions& options_;
  DiagnosticSink& sink_;
  Book book_;
  std::deque<Script> scripts_;  // addresses stay
  std::map<std::string, Script*> by_path_;
};

}  // namespace

const TariffEditions* Book::find(std::string_view id) const {
  const auto at = std::find_if(tariffs.begin(), tariffs.end(), [&](const TariffEditions& t) { return t.id == id; });
  return at == tariffs.end() ? nullptr : &*at;
}

Book open_book(Sources& sources, const std::vector<fs::path>& paths, const CheckOptions& options, DiagnosticSink& sink) {
  return BookReader(sources, options, sink).read(paths);
}

}  // namespace ratebook
