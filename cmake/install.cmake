# `cmake --install build/release --prefix /usr/local`: the program, and beside it what scripts import and read.
# The programs look for them in ../share/ratebook from where they are.
include(GNUInstallDirs)
if(TARGET ratebook)
  install(TARGETS ratebook RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/stdlib ${PROJECT_SOURCE_DIR}/tariffs
        DESTINATION ${CMAKE_INSTALL_DATADIR}/ratebook)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/cli/drivers USE_SOURCE_PERMISSIONS
        DESTINATION ${CMAKE_INSTALL_DATADIR}/ratebook)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md
        DESTINATION ${CMAKE_INSTALL_DOCDIR})
# The library for Parquet, where the program looks for it first.
if(RATEBOOK_DUCKDB_SHARED)
  install(FILES ${RATEBOOK_DUCKDB_SHARED} DESTINATION lib/ratebook)
endif()
