# ratebook_folder(NAME [LINK target…] [PRIVATE_LINK target…] [PRECOMPILE header…])
# makes the static library ratebook_NAME of every .cpp in the current folder. A folder sees another folder's headers as
# "language/base/decimal.hpp"; the lint test holds the includes to the targets linked here. PRECOMPILE names the library
# headers that most of the folder's files include and that are slow to read.
#   ratebook_folder(syntax LINK ratebook_diagnostics PRECOMPILE <tao/pegtl.hpp>)
function(ratebook_folder name)
  cmake_parse_arguments(arg "" "" "LINK;PRIVATE_LINK;PRECOMPILE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(sources)
    add_library(ratebook_${name} STATIC ${sources})
    target_include_directories(ratebook_${name} PUBLIC ${PROJECT_SOURCE_DIR})
    target_link_libraries(ratebook_${name} PUBLIC ${arg_LINK} PRIVATE ${arg_PRIVATE_LINK})
    if(arg_PRECOMPILE)
      target_precompile_headers(ratebook_${name} PRIVATE ${arg_PRECOMPILE})
      # What ccache needs to be told before it caches a file that uses a precompiled header.
      target_compile_options(ratebook_${name} PRIVATE -fpch-preprocess)
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
