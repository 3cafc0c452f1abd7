// What can be said of the input files of a run when there is no book to say what their columns mean, because its scripts have errors: whether
// they can be opened, and have the columns that every run needs. For the exit code: a wrong input counts before a wrong script.
#pragma once
#include <string>
#include <vector>

#include "runtime/io/input_set.hpp"

namespace ratebook {

// What is wrong with them, file by file; empty: nothing that would not need a book.
std::vector<std::string> faults_of_headers(const InputPaths& paths, const std::string& temporary_directory);

}  // namespace ratebook
