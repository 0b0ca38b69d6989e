# What `cmake --install` puts where. Everything finds its parts relative to itself, so the whole may be moved.
# Components, for packages: runtime, development, command, lua.

include(CMakePackageConfigHelpers)
set(CEMENT_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/libcement)

install(TARGETS cement EXPORT libcement LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
  COMPONENT runtime NAMELINK_COMPONENT development)
install(TARGETS cement_static EXPORT libcement ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development)
install(DIRECTORY include/cement DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)

install(EXPORT libcement NAMESPACE libcement:: DESTINATION ${CEMENT_CMAKE_DIR} FILE libcementTargets.cmake
  COMPONENT development)
write_basic_package_version_file(${CEMENT_GENERATED}/libcementConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES cmake/libcementConfig.cmake ${CEMENT_GENERATED}/libcementConfigVersion.cmake
  DESTINATION ${CEMENT_CMAKE_DIR} COMPONENT development)

file(RELATIVE_PATH CEMENT_PC_TO_INCLUDE ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_FULL_INCLUDEDIR})
configure_file(cmake/libcement.pc.in ${CEMENT_GENERATED}/libcement.pc @ONLY)
install(FILES ${CEMENT_GENERATED}/libcement.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT development)

if(TARGET cement_cli)
  install(TARGETS cement_cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT command)
  install(FILES docs/man/cement.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT command)
endif()
if(TARGET cement_lua)
  install(TARGETS cement_lua LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/lua/5.4 COMPONENT lua)
endif()
