# find_package(libcement): libcement::cement, the shared library, and libcement::cement_static.
#
# The static library stands on cJSON, which is looked for here; a program that links the shared one does not need it.

include("${CMAKE_CURRENT_LIST_DIR}/libcementTargets.cmake")

if(NOT TARGET libcement::cjson)
  find_library(LIBCEMENT_CJSON_LIBRARY cjson)
  mark_as_advanced(LIBCEMENT_CJSON_LIBRARY)
  if(LIBCEMENT_CJSON_LIBRARY)
    add_library(libcement::cjson UNKNOWN IMPORTED)
    set_target_properties(libcement::cjson PROPERTIES IMPORTED_LOCATION "${LIBCEMENT_CJSON_LIBRARY}")
  endif()
endif()
