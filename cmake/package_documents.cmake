# Run by CPack on what it has laid out, before it packs: adds to each package what Debian asks for, its copyright and its
# list of changes, and presses manual pages. Modes are set, whatever the umask of the caller and the modes of the sources.

cmake_minimum_required(VERSION 3.22)
get_filename_component(source ${CMAKE_CURRENT_LIST_DIR} DIRECTORY)
set(packages "${CPACK_DEBIAN_RUNTIME_PACKAGE_NAME}=runtime" "${CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME}=development"
  "${CPACK_DEBIAN_COMMAND_PACKAGE_NAME}=command")
set(readable OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
set(runnable ${readable} OWNER_EXECUTE GROUP_EXECUTE WORLD_EXECUTE)

# press FILE: gzip without name and time, so that the same file gives the same bytes.
function(press file)
  execute_process(COMMAND gzip -9 -n -f ${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC) # of SOURCE_DATE_EPOCH, where that is set

foreach(each IN LISTS packages)
  string(REPLACE "=" ";" pair ${each})
  list(GET pair 0 package)
  list(GET pair 1 component)
  set(root ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${component}${CPACK_PACKAGING_INSTALL_PREFIX})
  if(NOT IS_DIRECTORY ${root})
    message(FATAL_ERROR "packages: nothing is laid out in ${root}")
  endif()
  file(REMOVE_RECURSE ${root}/share/doc/libcement) # the licence: Debian has one copy for all packages
  set(documents ${root}/share/doc/${package})
  configure_file(${source}/cmake/debian/copyright ${documents}/copyright COPYONLY)
  configure_file(${source}/cmake/debian/changelog.in ${documents}/changelog.Debian @ONLY)
  configure_file(${source}/CHANGELOG.md ${documents}/changelog COPYONLY)
  press(${documents}/changelog.Debian)
  press(${documents}/changelog)
  file(GLOB_RECURSE pages ${root}/share/man/*.1)
  foreach(page IN LISTS pages)
    press(${page})
  endforeach()
  file(GLOB_RECURSE everything LIST_DIRECTORIES true ${root}/*)
  foreach(path IN LISTS root everything)
    if(IS_DIRECTORY ${path} OR path MATCHES "/bin/[^/]*$")
      file(CHMOD ${path} PERMISSIONS ${runnable})
    elseif(NOT IS_SYMLINK ${path})
      file(CHMOD ${path} PERMISSIONS ${readable})
    endif()
  endforeach()
endforeach()
