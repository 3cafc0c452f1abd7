// A CSV file written from front to end through one buffer; it knows the physical line it is at.
//   CsvFile file(path, "account_id,start,kwh");
//   file.text("R2-0000001").text(start).thousandths(312).end_row();
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace ratebook::sample {

class CsvFile {
 public:
  // Creates or overwrites; throws std::system_error when the file or the disk refuses, as do all that write.
  CsvFile(const std::filesystem::path& path, std::string_view header);
  ~CsvFile();
  CsvFile(const CsvFile&) = delete;
  CsvFile& operator=(const CsvFile&) = delete;

  // Each writes one field.
  CsvFile& text(std::string_view field);
  CsvFile& number(std::uint64_t value);
  CsvFile& thousandths(std::uint64_t value);  // 1234 is 1.234
  CsvFile& tenths(std::uint64_t value);       // 1234 is 123.4
  // Appends to the field that was begun: the rest of a list, a number in a form of its own.
  CsvFile& begin_field();
  void append(std::string_view text);
  void append_thousandths(std::uint64_t value);
  CsvFile& end_row();

  std::uint64_t line() const { return line_; }  // the physical line that the next row begins at; the header is 1
  std::uint64_t rows() const { return line_ - 2; }
  const std::string& name() const { return name_; }
  void close();  // writes what is left; a file that is not closed may lack its end

 private:
  void reserve(std::size_t bytes);
  void flush();

  std::string name_;
  int descriptor_ = -1;
  std::string buffer_;
  std::uint64_t line_ = 1;
  bool row_begun_ = false;
};

}  // namespace ratebook::sample
