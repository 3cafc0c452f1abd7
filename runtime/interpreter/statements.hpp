// The statements of one edition, computed in text order for the days that it rates: measures, then or between them lines and their rows.
#pragma once
#include "runtime/interpreter/evaluator.hpp"

namespace ratebook::oracle {

class Statements {
 public:
  // `last`: this edition rates the cycle's last day.
  Statements(const AccountFacts& facts, Metered& metered, std::uint32_t edition, bool last, Journal* journal);
  Statements(const Statements&) = delete;
  Statements& operator=(const Statements&) = delete;

  // Refuses when an `eligible when` is false.
  void check_eligible();
  void compute();
  const Made& made() const { return made_; }

 private:
  // One part of a line, or one part and one combination of the members that it splits by.
  struct Cell {
    Context context;
    Number factor = 1;     // share of its days that lie inside the line's windows
    std::size_t part = 0;  // ordinal of the part
  };
  struct Amount {
    Number quantity = 0, price = 0;      // canonical
    UnitText quantity_unit, price_unit;  // that they are shown in; without text and value: not shown
    Number unrounded;                    // before sign and windows
    bool printed = true;                 // quantity is not zero
    std::vector<std::string> tiers;
    std::optional<Date> dated;        // latest start of what @DATE looks at
    std::vector<DerivationNode> how;  // what it was computed from; the price's steps from how[price_steps] on
    std::size_t price_steps = 0;
    std::string price_text;  // for the derivation

    void add_price_steps(std::vector<DerivationNode> steps) {
      price_steps = how.size();
      how.insert(how.end(), std::make_move_iterator(steps.begin()), std::make_move_iterator(steps.end()));
    }
  };
  void compute_measure(MeasureId id);
  std::vector<Context> contexts(const CutBy& cut, const std::vector<SplitDimension>& dimensions) const;
  std::vector<Context> members(const Context& part, const std::vector<SplitDimension>& split) const;

  void compute_line(LineId id);
  // Conditions and windows of a part; 0 where the line makes nothing.
  Number factor_of(const Line& line, const Context& part);
  bool inside(const Line& line, const Window& window, Date day);
  std::vector<Cell> cells_of(const Line& line, const Context& part, std::size_t ordinal, const Number& factor) const;
  void plain(const Line& line, const PlainAmount& form, const Cell& cell);
  void priced(const Line& line, const PricedQuantity& form, const Cell& cell);
  void tiered(const Line& line, const TieredQuantity& form, const std::vector<Cell>& cells);
  void share(const Line& line, const ShareOfLines& form, const Cell& cell);
  void limit(const Line& line, const LimitOverLines& form, const std::vector<Cell>& parts);
  void put_row(const Line& line, const Cell& cell, Amount amount);
  void journal_row(const Line& line, const MadeRow& made, const Cell& cell, Amount& amount);
  Number sum_of(const std::vector<LineId>& lines) const;
  std::optional<Date> latest_start(const std::vector<ExprId>& expressions, const Context& context) const;

  // A quantity over the cell, summed over its steps where it is taken each interval, hour or day; whether any of them is not zero.
  std::pair<Number, bool> quantity_of(ExprId quantity, EachLevel each, const Context& context);
  std::vector<std::pair<std::int64_t, std::int64_t>> steps_of(ExprId quantity, EachLevel each, const Context& context);

  const AccountFacts& facts_;
  const CheckedTariff& tariff_;
  Metered& metered_;
  Made made_;
  std::uint32_t edition_;
  bool last_;
  Journal* journal_;
  Evaluator evaluator_;
  LineId line_;  // that is being computed
};

}  // namespace ratebook::oracle
