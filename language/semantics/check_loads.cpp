// Test loads of examples: `load 3 kW on weekday 14:00 to 19:00, 0.6 kW otherwise` (language reference, section 19).
#include <algorithm>

#include "language/semantics/check_givens.hpp"

namespace ratebook {

std::optional<Ratio> GivenCheck::level(const syntax::Quantity& q, const Unit& power) {
  const auto amount = checker_.amount_in(power, q);
  if (!amount) return std::nullopt;
  if (amount->canonical.num >= 0) return amount->canonical;
  checker_.sink.report<Code::negative_reading>(q.span, "load", checker_.sources.text(q.span));
  return std::nullopt;
}

std::optional<LoadPiece> GivenCheck::piece(const syntax::ShapePiece& p, const Unit& power) {
  LoadPiece load;
  load.span = p.span;
  load.otherwise = p.otherwise;
  bool sound = true;
  if (p.amount) {
    load.level = level(*p.amount, power);
    sound = load.level.has_value();
  }
  if (p.otherwise) return sound ? std::optional(load) : std::nullopt;
  if (p.season) {
    load.season = checker_.member(*p.season, SchemeKind::season);
    sound = sound && load.season;
  }
  if (p.date) load.date = p.date->date;
  if (p.days.day_type) {
    load.day = checker_.member(*p.days.day_type, SchemeKind::day);
    sound = sound && load.day;
  }
  if (!p.hours.all_day) {
    load.from_minute = p.hours.from.minutes;
    load.to_minute = p.hours.to.minutes == 0 ? 1440 : p.hours.to.minutes;
    if (load.from_minute == 1440) {
      checker_.sink.report<Code::syntax>(p.hours.from.span, "a time before 24:00, which only ends a range");
      sound = false;
    }
  }
  return sound ? std::optional(load) : std::nullopt;
}

bool GivenCheck::covers_all(const std::vector<LoadPiece>& pieces) const {
  return std::any_of(pieces.begin(), pieces.end(), [](const LoadPiece& p) {
    const bool all_day = p.from_minute == 0 && p.to_minute == 1440;
    return p.level && (p.otherwise || (all_day && !p.season && !p.date && !p.day));
  });
}

void GivenCheck::take(const syntax::GivenLoad& g) {
  ChannelId channel = kUsage;
  if (g.channel) {
    const auto named = checker_.channel(*g.channel);
    if (!named) {
      sound_ = false;
      return;
    }
    channel = *named;
  }
  GivenLoad load{channel, {}, "", given_->span};
  const syntax::Shape& shape = g.shape;
  const Unit power = *divide(checker_.tariff[channel].unit, unit_of(Dimension::clock));
  bool sound = true;
  if (shape.file) {
    load.file = shape.file->text;
  } else if (shape.constant) {
    LoadPiece constant;
    constant.span = shape.span;
    constant.otherwise = true;
    constant.level = level(*shape.constant, power);
    sound = constant.level.has_value();
    load.pieces.push_back(constant);
  } else {
    for (const syntax::ShapePiece& p : shape.pieces) {
      const auto checked = piece(p, power);
      if (checked)
        load.pieces.push_back(*checked);
      else
        sound = false;
    }
    if (sound && !covers_all(load.pieces)) {
      checker_.sink.report<Code::example_load>(shape.span, "it does not say what is used at other times").help =
          "end it with `0 kW otherwise`";
      sound = false;
    }
  }
  if (sound)
    cycle_->loads.push_back(std::move(load));
  else
    sound_ = false;
}

}  // namespace ratebook
