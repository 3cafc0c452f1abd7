# Every library that the project uses, found once. Debian 12 has them all: `./dev setup` installs what is missing.
find_package(Threads REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(pegtl 3.2 REQUIRED)
find_package(fmt REQUIRED)
find_package(tl-expected REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(date REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(SQLite3 REQUIRED)
# 19.1, not 19: LLVM's own version check refuses the bare major number.
find_package(LLVM 19.1 REQUIRED CONFIG)
find_package(GTest REQUIRED)
find_package(rapidcheck REQUIRED)
find_package(benchmark REQUIRED)

# These two come without a CMake configuration.
function(ratebook_find_library target header library)
  find_path(${target}_HEADER ${header} REQUIRED)
  find_library(${target}_LIBRARY ${library} REQUIRED)
  mark_as_advanced(${target}_HEADER ${target}_LIBRARY)
  add_library(${target} UNKNOWN IMPORTED)
  set_target_properties(${target} PROPERTIES IMPORTED_LOCATION ${${target}_LIBRARY}
                                             INTERFACE_INCLUDE_DIRECTORIES ${${target}_HEADER})
endfunction()
ratebook_find_library(pqxx::pqxx pqxx/pqxx pqxx)
ratebook_find_library(xxhash::xxhash xxhash.h xxhash)
