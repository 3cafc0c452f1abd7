// The engines that commands rate with. The native one is made only when asked for: start-up pays for no compiler that is not used.
#pragma once
#include <memory>
#include <string>

#include "compiler/ir/programs.hpp"
#include "runtime/batch/engine.hpp"
#include "runtime/io/bill_text.hpp"

namespace ratebook::cli {

// "native" or "interpreter". `programs`: the book's.
std::unique_ptr<Engine> make_engine(const std::string& name, const Book& book, RatingOptions options,
                                    std::shared_ptr<ir::Programs> programs = nullptr);
// Digest of each edition's canonical IR; "" for one that can't be lowered (the interpreter rates it all the same).
IrDigests ir_digests(const Book& book, ir::Programs& programs);
// Today, on this machine's clock: what is known unless --as-known says otherwise.
Date today();

}  // namespace ratebook::cli
