// Bills as rows of bills.csv and lines.csv (interfaces.md, "Output files of rate"). The words of a row that do not change from account to account
// are made once and kept; one writer serves one thread at a time. What it writes depends on the bill alone.
#pragma once
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "language/bill/bill.hpp"
#include "language/semantics/check.hpp"
#include "language/source/source.hpp"

namespace ratebook {

inline constexpr std::string_view kBillsHeader =
    "account_id,tariff,edition,from,through,currency,total,lines,status,source_digest,ir_digest";
inline constexpr std::string_view kLinesHeader =
    "account_id,tariff,from,through,sequence,line_id,version_from,part_from,part_through,type,label,quantity,unit,price,price_"
    "unit,unrounded,amount,currency,"
    "rule,source_line,cite";

// Digest of the canonical IR by tariff and edition; "" where there is none.
using IrDigests = std::vector<std::vector<std::string>>;

class BillText {
 public:
  BillText(const Sources& sources, const Book& book, const IrDigests& ir_digests, Date as_known)
      : sources_(sources), book_(book), ir_digests_(ir_digests), as_known_(as_known) {}

  // Appends one row with its line end.
  void append_bill(std::string& out, std::string_view account_id, std::uint32_t tariff, Date from, Date through,
                   const Bill& bill) const;
  // Appends a row for each of the bill's, and its end in `out` to `row_ends`.
  void append_lines(std::string& out, std::vector<std::uint32_t>& row_ends, std::string_view account_id, std::uint32_t tariff,
                    Date from, Date through, const Bill& bill);
  // The rows that append_lines() writes, by row of the bill: each a column's name and what stands in it.
  std::vector<std::vector<std::pair<std::string, std::string>>> line_columns(std::string_view account_id, std::uint32_t tariff,
                                                                             Date from, Date through, const Bill& bill);

 private:
  struct Words {
    std::string address;     // without @DATE
    std::string type_label;  // "ENERGY_CHARGE,Energy,"
    bool has_quantity = true, has_price = true;
    std::string end;  // "USD,charge energy,rs-1.tariff:49,…\n"
  };
  const Words& words_of(std::uint32_t tariff, const BillRow& row);
  Words make_words(const TariffEditions& tariff, const BillRow& row) const;

  const Sources& sources_;
  const Book& book_;
  const IrDigests& ir_digests_;
  Date as_known_;
  std::string key_;
  std::unordered_map<std::string, Words> words_;
};

// What an auditor is pointed at for a row: the line's own cites, else those of the versions of the values and tables that its price reads.
std::vector<Cite> cites_of(const CheckedTariff& tariff, const BillRow& row, Date as_known);
// "s9 Special Condition 7; care Rates"
std::string cite_text(const CheckedTariff& tariff, const std::vector<Cite>& cites);

void append_date(std::string& out, Date date);
// mantissa × 10^-scale; trailing zeros dropped down to `min_decimals`.
void append_scaled(std::string& out, Int128 mantissa, int scale, int min_decimals);

}  // namespace ratebook
