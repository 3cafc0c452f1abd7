#include <nlohmann/json.hpp>

#include "runtime/interpreter/derivation.hpp"

namespace ratebook {
namespace {

using Json = nlohmann::ordered_json;

class Writer {
 public:
  Writer(const Sources& sources, const TariffEditions& editions, int depth) : sources_(sources), editions_(editions), depth_(depth) {}

  Json node(const DerivationNode& n, int depth) const {
    Json j;
    if (!n.name.empty()) j["name"] = n.name;
    if (!n.value.empty()) j["value"] = n.value;
    if (!n.exact.empty()) j["exact"] = n.exact;
    if (!n.text.empty()) j["text"] = n.text;
    put_place(j, n.edition, n.span, n.cites);
    if (depth < depth_ && !n.children.empty()) j["from"] = nodes(n.children, depth + 1);
    return j;
  }
  Json nodes(const std::vector<DerivationNode>& all, int depth) const {
    Json list = Json::array();
    for (const DerivationNode& n : all) list.push_back(node(n, depth));
    return list;
  }
  Json line(const LineDerivation& l) const {
    const CheckedTariff& tariff = editions_.editions[l.edition];
    Json j{{"id", l.id}, {"label", l.label}, {"amount", l.amount}, {"summary", l.summary}};
    put_place(j, l.edition, tariff[l.line].statement, tariff[l.line].cites);
    Json conditions = Json::array();
    for (const DerivationCondition& c : l.conditions)
      conditions.push_back({{"word", c.text}, {"condition", c.span.valid() ? std::string(sources_.text(c.span)) : ""}, {"outcome", c.outcome}});
    j["conditions"] = std::move(conditions);
    j["rows"] = nodes(l.rows, 1);
    return j;
  }

 private:
  void put_place(Json& j, std::uint32_t edition, Span span, const std::vector<Cite>& cites) const {
    if (span.valid()) {
      j["file"] = sources_.file(span.file).path;
      j["line"] = sources_.position(span).line;
    }
    for (const Cite& c : cites) j["cites"].push_back({{"source", editions_.editions[edition].sources[c.source.index].name}, {"place", c.place}});
  }
  const Sources& sources_;
  const TariffEditions& editions_;
  int depth_;
};

}  // namespace

std::string derivation_json(const Sources& sources, const TariffEditions& editions, const Derived& derived, const DerivationView& view) {
  const Writer writer(sources, editions, view.depth);
  Json j{{"tariff", editions.id}};
  if (derived.rated) {
    j["total"] = format_scaled(derived.rated->total, derived.rated->amount_scale, derived.rated->amount_scale);
  } else {
    j["error"] = {{"code", std::string(code_word(derived.rated.error().code))}, {"message", derived.rated.error().message}};
  }
  j["facts"] = writer.nodes(derived.facts, 1);
  j["measures"] = writer.nodes(derived.measures, 1);
  j["lines"] = Json::array();
  for (const LineDerivation& l : derived.lines)
    if (!view.line || *view.line == l.id) j["lines"].push_back(writer.line(l));
  return j.dump(2) + "\n";
}

}  // namespace ratebook
