# What the sanitizer builds compile: the programs of the fast set, and of the set for the thread sanitizer.
add_custom_target(fast_tests)
add_custom_target(batch_tests)

# ratebook_test(NAME [source…] LINK target… [PROGRAM] [LABELS label…] [TIMEOUT seconds] [SHARDS n] [PRECOMPILE header…])
# builds test_NAME from the sources (every .cpp of the current folder when none is given) with GoogleTest's main and enters it
# in CTest as one test: starting a process per case costs more than most cases. The results of single cases are in the XML
# files that `./dev test` adds up.
#   PROGRAM   the test runs the program: RATEBOOK_PROGRAM is its path
#   LABELS    `slow` leaves it out of the fast set, `batch` puts it into the thread sanitizer's set
#   TIMEOUT   300 seconds unless told
#   SHARDS    split over n processes, for a long test with many cases
#   PRECOMPILE  headers that most of the sources include, besides GoogleTest's
# The tests run in the root of the sources; RATEBOOK_SOURCE_DIR is its path.
#   ratebook_test(decimal decimal_test.cpp LINK ratebook_base)
function(ratebook_test name)
  cmake_parse_arguments(arg "PROGRAM" "TIMEOUT;SHARDS" "LINK;LABELS;PRECOMPILE" ${ARGN})
  set(sources ${arg_UNPARSED_ARGUMENTS})
  if(NOT sources)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  endif()
  add_executable(test_${name} ${sources})
  target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(test_${name} PRIVATE ${arg_LINK} GTest::gmock GTest::gtest_main)
  target_compile_definitions(test_${name} PRIVATE RATEBOOK_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  list(LENGTH sources many)
  if(many GREATER 3)
    ratebook_precompile(test_${name} <gmock/gmock.h> <gtest/gtest.h> ${arg_PRECOMPILE})
  endif()
  if(arg_PROGRAM AND TARGET ratebook)
    target_compile_definitions(test_${name} PRIVATE RATEBOOK_PROGRAM="$<TARGET_FILE:ratebook>")
    add_dependencies(test_${name} ratebook)
  endif()
  if(NOT "slow" IN_LIST arg_LABELS)
    add_dependencies(fast_tests test_${name})
  endif()
  if("batch" IN_LIST arg_LABELS)
    add_dependencies(batch_tests test_${name})
  endif()
  if(NOT arg_SHARDS)
    add_test(NAME ${name} COMMAND test_${name})
    ratebook_test_properties(${name} "${arg_TIMEOUT}" "${arg_LABELS}")
  else()
    math(EXPR last "${arg_SHARDS} - 1")
    foreach(shard RANGE ${last})
      add_test(NAME ${name}_${shard} COMMAND test_${name})
      ratebook_test_properties(${name}_${shard} "${arg_TIMEOUT}" "${arg_LABELS}")
      set_property(TEST ${name}_${shard} APPEND PROPERTY
                   ENVIRONMENT GTEST_TOTAL_SHARDS=${arg_SHARDS} GTEST_SHARD_INDEX=${shard})
    endforeach()
  endif()
endfunction()

# ratebook_command_test(NAME COMMAND word… [LABELS label…] [TIMEOUT seconds])
# enters a command that is no GoogleTest program. It counts as one test, or as many as the last line of its output says in the
# form `N passed, N failed`; its exit code must agree with that line. LABELS as above, and `source` for a test that looks at
# sources only and so need not run again in every build.
#   ratebook_command_test(lint COMMAND python3 tests/lint/lint.py LABELS source)
function(ratebook_command_test name)
  cmake_parse_arguments(arg "" "TIMEOUT" "COMMAND;LABELS" ${ARGN})
  if(TARGET ratebook)
    add_dependencies(fast_tests ratebook)
    if("batch" IN_LIST arg_LABELS)
      add_dependencies(batch_tests ratebook)
    endif()
  endif()
  add_test(NAME ${name} COMMAND ${arg_COMMAND})
  ratebook_test_properties(${name} "${arg_TIMEOUT}" "${arg_LABELS}")
endfunction()

function(ratebook_test_properties name timeout labels)
  if(NOT timeout)
    set(timeout 300)
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${timeout} LABELS "${labels}"
                       WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
                       ENVIRONMENT "GTEST_OUTPUT=xml:${PROJECT_BINARY_DIR}/test-results/${name}.xml;GTEST_BRIEF=1")
endfunction()

# ratebook_bench(NAME [source…] LINK target…)
# builds bench_NAME from the sources (every .cpp of the current folder when none is given) with Google Benchmark's main;
# `./dev bench` runs it, no test does.
#   ratebook_bench(kernel LINK ratebook_native)
function(ratebook_bench name)
  cmake_parse_arguments(arg "" "" "LINK" ${ARGN})
  set(sources ${arg_UNPARSED_ARGUMENTS})
  if(NOT sources)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  endif()
  add_executable(bench_${name} ${sources})
  target_include_directories(bench_${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(bench_${name} PRIVATE ${arg_LINK} benchmark::benchmark_main)
  target_compile_definitions(bench_${name} PRIVATE RATEBOOK_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  set_target_properties(bench_${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/benchmarks)
endfunction()
