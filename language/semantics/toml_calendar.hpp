// Holiday calendars in files of their own (language reference, section 6):
//
//   name = "United States, federal holidays as observed"
//   [[date]]
//   on   = 2025-07-04
//   name = "Independence Day"
//
// Nothing else may stand in the file, `on` is a date, and no date stands twice.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "language/base/result.hpp"
#include "language/semantics/time.hpp"

namespace ratebook {

struct CalendarFile {
  std::string name;                // "" when the file gives none
  std::vector<HolidayDate> dates;  // ascending; without spans
};
struct FileError {
  unsigned line = 0;    // from 1; 0: of the whole file
  std::string message;  // in words, for "FILE:LINE: message"
};
Result<CalendarFile, FileError> read_calendar(std::string_view toml);

}  // namespace ratebook
