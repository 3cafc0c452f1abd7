// hand_written_tou FOLDER OUT.csv [THREADS]: bills FOLDER/usage.columns by hand_written_kernel.hpp and writes
// account_id,line_id,amount, ascending. hand_written_tou --measure FOLDER [THREADS] writes nothing and prints the seconds of the
// kernel alone and of reading alone, the best of seven each, and the bytes that both read: `0.0321 0.0290 835200000`.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "bench/whole/hand_written_kernel.hpp"
#include "bench/whole/tou_month.hpp"

namespace {

using namespace ratebook::whole;

// The file as it lies in memory.
struct Usage {
  const ColumnsHeader* header;
  const std::uint16_t* rows;
};

Usage map_usage(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  if (file < 0 || ::fstat(file, &status) != 0) throw std::runtime_error(path + " cannot be opened");
  const auto size = static_cast<std::size_t>(status.st_size);
  void* const at = ::mmap(nullptr, size, PROT_READ, MAP_SHARED | MAP_POPULATE, file, 0);
  ::close(file);
  if (at == MAP_FAILED) throw std::runtime_error(path + " cannot be mapped");
  const auto* header = static_cast<const ColumnsHeader*>(at);
  if (size < sizeof *header || std::memcmp(header->magic, kColumnsMagic.data(), sizeof header->magic) != 0 ||
      header->intervals != kIntervals || size != sizeof *header + header->accounts * kIntervals * sizeof(std::uint16_t))
    throw std::runtime_error(path + " is no usage.columns");
  return {header, reinterpret_cast<const std::uint16_t*>(header + 1)};
}

// The cycles of tou_windows(), without asking for the time zone: no clock changes in these weeks.
std::vector<DayKinds> cycles_of_the_month() {
  using namespace std::chrono;
  constexpr sys_days kAugust19 = year(2025) / August / 19, kLaborDay = year(2025) / September / 1,
                     kOctober = year(2025) / October / 1;
  std::vector<DayKinds> cycles(20);
  for (std::size_t n = 0; n < cycles.size(); ++n) {
    const sys_days first = n < 10 ? kAugust19 + days(n) : kLaborDay + days(n - 10);
    for (std::size_t d = 0; d < kDays; ++d) {
      const sys_days day = first + days(d);
      const bool off_day = weekday(day).iso_encoding() >= 6 || day == kLaborDay;
      cycles[n][d] = static_cast<std::uint8_t>((day < kOctober ? 0 : 2) + (off_day ? 1 : 0));
    }
  }
  return cycles;
}

// Calls work(first, last, thread) for as many shares of the accounts as there are threads.
void share(std::uint64_t accounts, unsigned threads, const std::function<void(std::uint64_t, std::uint64_t, unsigned)>& work) {
  std::vector<std::jthread> others;
  for (unsigned t = 1; t < threads; ++t)
    others.emplace_back([&, t] { work(accounts * t / threads, accounts * (t + 1) / threads, t); });
  work(0, accounts / threads, 0);
}

void append_amount(std::string& text, std::int64_t cents) {
  char digits[24];
  text.append(digits, std::to_chars(digits, digits + sizeof digits, cents / 100).ptr);
  text += {'.', static_cast<char>('0' + cents / 10 % 10), static_cast<char>('0' + cents % 10), '\n'};
}

void append_bill(std::string& text, std::uint64_t n, const HandWrittenBill& bill) {
  const std::string account = tou_account(n);
  const auto line = [&](const char* name, std::int64_t cents) {
    text.append(account).append(",").append(name).append(",");
    append_amount(text, cents);
  };
  line("city", bill.city);
  line("customer", bill.customer);
  line("demand", bill.demand);
  for (std::size_t b = 0; b < bill.energy.size(); ++b)
    if (bill.energy[b] != 0) line(kBucketLines[b], bill.energy[b]);
}

void measure(const Usage& usage, std::span<const DayKinds> cycles, std::span<HandWrittenBill> bills, unsigned threads) {
  const auto best = [](const auto& work) {
    std::chrono::duration<double> least{1e9};
    for (int i = 0; i < 7; ++i) {
      const auto began = std::chrono::steady_clock::now();
      work();
      least = std::min<std::chrono::duration<double>>(least, std::chrono::steady_clock::now() - began);
    }
    return least.count();
  };
  std::vector<std::uint64_t> sums(threads);
  const double reading = best([&] {
    share(bills.size(), threads,
          [&](std::uint64_t from, std::uint64_t to, unsigned t) { sums[t] += read_only(usage.rows, from, to - from); });
  });
  const double rating = best([&] {
    share(bills.size(), threads, [&](std::uint64_t from, std::uint64_t to, unsigned) {
      rate_by_hand(usage.rows, cycles, from, bills.subspan(from, to - from));
    });
  });
  if (sums[0] == 0) throw std::runtime_error("all readings are nought");  // uses what was read
  std::printf("%.6f %.6f %zu\n", rating, reading, bills.size() * kIntervals * sizeof(std::uint16_t));
}

void write_bills(const Usage& usage, std::span<const DayKinds> cycles, std::span<HandWrittenBill> bills, unsigned threads,
                 const char* path) {
  std::vector<std::string> texts(threads);
  share(bills.size(), threads, [&](std::uint64_t from, std::uint64_t to, unsigned t) {
    rate_by_hand(usage.rows, cycles, from, bills.subspan(from, to - from));
    for (std::uint64_t n = from; n < to; ++n) append_bill(texts[t], n, bills[n]);
  });
  std::ofstream file(path, std::ios::binary);
  for (const std::string& text : texts) file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (!file) throw std::runtime_error(std::string(path) + " cannot be written");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return std::fputs("usage: hand_written_tou [--measure] FOLDER [OUT.csv] [THREADS]\n", stderr), 2;
  const bool measuring = std::string_view(argv[1]) == "--measure";
  try {
    const unsigned threads = argc > 3 ? static_cast<unsigned>(std::max(1, std::stoi(argv[3]))) : 1;
    const Usage usage = map_usage(std::string(argv[measuring ? 2 : 1]) + "/usage.columns");
    const std::vector<DayKinds> cycles = cycles_of_the_month();
    std::vector<HandWrittenBill> bills(usage.header->accounts);
    if (measuring)
      measure(usage, cycles, bills, threads);
    else
      write_bills(usage, cycles, bills, threads, argv[2]);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "hand_written_tou: %s\n", failure.what());
    return 1;
  }
  return 0;
}
