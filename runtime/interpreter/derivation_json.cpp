#include <nlohmann/json.hpp>

#include "runtime/interpreter/derivation.hpp"

namespace ratebook {
namespace {

using Json = nlohmann::ordered_json;

class Writer {
 public:
  Writer(const Sources& sources, const TariffEditions& editions, const DerivationView& view,
         const std::vector<BilledColumns>& billed)
      : sources_(sources), editions_(editions), view_(view), billed_(billed) {}

  Json node(const DerivationNode& n, int depth) const {
    Json j;
    if (!n.name.empty()) j["name"] = n.name;
    if (!n.value.empty()) j["value"] = n.value;
    if (!n.exact.empty()) j["exact"] = n.exact;
    if (!n.text.empty()) j["text"] = n.text;
    if (!n.operation.empty()) j["operation"] = n.operation;
    if (n.name.empty() && !n.operation.empty() && n.span.valid()) j["script"] = std::string(sources_.text(n.span));
    put_place(j, n.edition, n.span, n.cites);
    if (depth < view_.depth && !n.children.empty()) j["from"] = nodes(n.children, depth + 1);
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
    put_place(j, l.edition, tariff[l.line].statement, l.cites);
    Json conditions = Json::array();
    for (const DerivationCondition& c : l.conditions)
      conditions.push_back(
          {{"word", c.text}, {"condition", c.span.valid() ? std::string(sources_.text(c.span)) : ""}, {"outcome", c.outcome}});
    j["conditions"] = std::move(conditions);
    j["rows"] = Json::array();
    for (const RowDerivation& made : l.rows)
      if (view_.shows(tariff, made)) j["rows"].push_back(row(made));
    return j;
  }

 private:
  Json row(const RowDerivation& made) const {
    Json j = node(made.how, 1);
    if (!made.quantity.empty()) j["quantity"] = made.quantity;
    if (!made.price.empty()) j["price"] = made.price;
    j["unrounded"] = made.unrounded;
    if (made.billed && *made.billed < billed_.size())
      for (const auto& [column, text] : billed_[*made.billed]) j["billed"][column] = text;
    if (const auto from = j.find("from"); from != j.end()) {  // what it was made from stands last
      Json children = std::move(*from);
      j.erase("from");
      j["from"] = std::move(children);
    }
    return j;
  }
  void put_place(Json& j, std::uint32_t edition, Span span, const std::vector<Cite>& cites) const {
    if (span.valid()) {
      j["file"] = sources_.file(span.file).path;
      j["line"] = sources_.position(span).line;
    }
    for (const Cite& c : cites)
      j["cites"].push_back({{"source", editions_.editions[edition].sources[c.source.index].name}, {"place", c.place}});
  }
  const Sources& sources_;
  const TariffEditions& editions_;
  const DerivationView& view_;
  const std::vector<BilledColumns>& billed_;
};

}  // namespace

std::string derivation_json(const Sources& sources, const TariffEditions& editions, const Derived& derived,
                            const DerivationView& view, const std::vector<BilledColumns>& billed) {
  const Writer writer(sources, editions, view, billed);
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
    if (view.shows(l)) j["lines"].push_back(writer.line(l));
  return j.dump(2) + "\n";
}

}  // namespace ratebook
