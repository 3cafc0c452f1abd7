# ratebook_precompile(TARGET header…): the headers are read once for all sources of the target.
function(ratebook_precompile target)
  target_precompile_headers(${target} PRIVATE ${ARGN})
  # What ccache needs to be told before it caches a file that uses a precompiled header.
  target_compile_options(${target} PRIVATE -fpch-preprocess)
endfunction()

# ratebook_folder(NAME [LINK target…] [PRIVATE_LINK target…] [PRECOMPILE header…])
# makes the static library ratebook_NAME of every .cpp in the current folder. A folder sees another folder's headers as
# "language/base/decimal.hpp"; the lint test holds the includes to the targets linked here. PRECOMPILE names the headers that
# most of the folder's files include and that are slow to read; reading headers is most of the time of a compilation here.
#   ratebook_folder(syntax LINK ratebook_diagnostics PRECOMPILE <algorithm> <language/syntax/tree.hpp>)
function(ratebook_folder name)
  cmake_parse_arguments(arg "" "" "LINK;PRIVATE_LINK;PRECOMPILE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(sources)
    add_library(ratebook_${name} STATIC ${sources})
    target_include_directories(ratebook_${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(ratebook_${name} PUBLIC ${arg_LINK} PRIVATE ${arg_PRIVATE_LINK})
    if(arg_PRECOMPILE)
      ratebook_precompile(ratebook_${name} ${arg_PRECOMPILE})
    endif()
  else()
    add_library(ratebook_${name} INTERFACE)
    target_include_directories(ratebook_${name} INTERFACE ${PROJECT_SOURCE_DIR})
    target_link_libraries(ratebook_${name} INTERFACE ${arg_LINK} ${arg_PRIVATE_LINK})
  endif()
endfunction()

# Adds every folder below the current one that has a CMakeLists.txt, so that a new folder needs no entry anywhere.
function(ratebook_add_subfolders)
  file(GLOB lists CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*/CMakeLists.txt)
  foreach(list IN LISTS lists)
    get_filename_component(folder ${list} DIRECTORY)
    add_subdirectory(${folder})
  endforeach()
endfunction()
