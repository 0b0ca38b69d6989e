# Debian packages, by CPack from a build of the preset "package": libcement0, libcement-dev, cement.
#
# The runtime's name carries the version of the binary interface, so that two of them can be installed side by side.
# The others hang on the runtime of exactly their version; what the binaries need is found out by dpkg-shlibdeps.

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME libcement)
set(CPACK_PACKAGE_VENDOR "libcement")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each package has its own
set(CPACK_PACKAGE_CONTACT "The libcement developers <libcement@example.invalid>" CACHE STRING "Who made the packages")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_RESOURCE_FILE_LICENSE ${PROJECT_SOURCE_DIR}/LICENSE)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL runtime development command)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/package_documents.cmake)

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR}/lib)
set(CEMENT_DEB_VERSION ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})
set(CEMENT_DEB_RUNTIME libcement${CEMENT_SOVERSION})

set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME ${CEMENT_DEB_RUNTIME})
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
# Before 1.0 each minor version may change the binary interface under the same name (see CHANGELOG.md), so a program
# that was built with one does not go with the next.
math(EXPR CEMENT_NEXT_MINOR "${PROJECT_VERSION_MINOR} + 1")
file(CONFIGURE OUTPUT ${CEMENT_GENERATED}/debian/shlibs CONTENT "libcement ${CEMENT_SOVERSION} ${CEMENT_DEB_RUNTIME} \
(>= ${PROJECT_VERSION}), ${CEMENT_DEB_RUNTIME} (<< ${PROJECT_VERSION_MAJOR}.${CEMENT_NEXT_MINOR}~)\n" @ONLY)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA ${CEMENT_GENERATED}/debian/shlibs
  ${PROJECT_SOURCE_DIR}/cmake/debian/triggers)
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION "figures of cement plants, each with its proof: shared library
libcement takes what a cement plant measured and gives the figures that
rules ask for: energy intensity with its grade, CO2 by fuel and month,
substitution rates. Each figure comes with its proof.
.
This package holds the library that programs use.")

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libcement-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "${CEMENT_DEB_RUNTIME} (= ${CEMENT_DEB_VERSION}), libcjson-dev")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "figures of cement plants, each with its proof: development files
libcement takes what a cement plant measured and gives the figures that
rules ask for: energy intensity with its grade, CO2 by fuel and month,
substitution rates. Each figure comes with its proof.
.
This package holds what is needed to build programs: the header, the static
library, the descriptions for pkg-config and CMake.")

set(CPACK_DEBIAN_COMMAND_PACKAGE_NAME cement)
set(CPACK_DEBIAN_COMMAND_PACKAGE_SECTION science)
set(CPACK_DEBIAN_COMMAND_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_COMMAND_PACKAGE_DEPENDS "${CEMENT_DEB_RUNTIME} (= ${CEMENT_DEB_VERSION})")
set(CPACK_COMPONENT_COMMAND_DESCRIPTION "figures of cement plants, each with its proof: command
cement reads the ledger of a cement plant, reports energy intensity, CO2 and
substitution rates by the rule sets that are named, proves each figure, and
runs a report again to see whether it holds.")

include(CPack)
