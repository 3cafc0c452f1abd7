// Scripts through parser and checker, for tests of the lowering.
#pragma once
#include <filesystem>
#include <string>

#include "language/semantics/tariff.hpp"

namespace ratebook {

// A tariff with a usual header and rules around `statements`; fails the test with the diagnostics when it does not check.
CheckedTariff checked(const std::string& statements, const std::string& rules = "");
// All tariffs of the folder, editions in order.
std::vector<TariffEditions> tariffs_in(const std::filesystem::path& folder);

}  // namespace ratebook
