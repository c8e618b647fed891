# What `cmake --install` puts where: library, headers, pkg-config file, CMake package, programs, units, man pages.
include(CMakePackageConfigHelpers)

set(OPENRAS_INCLUDEDIR ${CMAKE_INSTALL_INCLUDEDIR}/openras)
set(OPENRAS_HELPERDIR ${CMAKE_INSTALL_LIBEXECDIR}/openras)
set(OPENRAS_CMAKEDIR ${CMAKE_INSTALL_LIBDIR}/cmake/openras)
set(OPENRAS_UNITDIR lib/systemd/system CACHE STRING "Where systemd units go, below the prefix or absolute")

install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/openras/ DESTINATION ${OPENRAS_INCLUDEDIR} COMPONENT development
  FILES_MATCHING PATTERN "*.h" PATTERN "*.H" PATTERN "*.hpp")

if(TARGET OpenRAS::rasapi32)
  get_target_property(api_library OpenRAS::rasapi32 ALIASED_TARGET)
  if(NOT api_library)
    set(api_library OpenRAS::rasapi32)
  endif()
  install(TARGETS ${api_library}
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT runtime NAMELINK_COMPONENT development)
endif()

if(TARGET openras_compat)
  install(TARGETS openras_compat
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT runtime NAMELINK_COMPONENT development)
endif()

if(TARGET rasdial)
  install(TARGETS rasdial RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT programs)
endif()
foreach(daemon rasmand rasserver)
  if(TARGET ${daemon})
    install(TARGETS ${daemon} RUNTIME DESTINATION ${CMAKE_INSTALL_SBINDIR} COMPONENT programs)
  endif()
endforeach()
if(TARGET ras-nethelper)
  install(TARGETS ras-nethelper RUNTIME DESTINATION ${OPENRAS_HELPERDIR} COMPONENT programs)
endif()

# The package is written by hand: installed, the library needs nothing of the targets that it was made from.
configure_file(${PROJECT_SOURCE_DIR}/cmake/openras.pc.in openras.pc @ONLY)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/openras-config.cmake.in openras-config.cmake
  INSTALL_DESTINATION ${OPENRAS_CMAKEDIR} PATH_VARS OPENRAS_INCLUDEDIR CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file(openras-config-version.cmake COMPATIBILITY SameMinorVersion)
list(JOIN OPENRAS_COMPAT_FLAGS " " compat_flags)
configure_file(${PROJECT_SOURCE_DIR}/cmake/openras-compat.pc.in openras-compat.pc @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/openras.pc ${CMAKE_CURRENT_BINARY_DIR}/openras-compat.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT development)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/openras-config.cmake ${CMAKE_CURRENT_BINARY_DIR}/openras-config-version.cmake
  DESTINATION ${OPENRAS_CMAKEDIR} COMPONENT development)

configure_file(${PROJECT_SOURCE_DIR}/packaging/rasmand.service.in rasmand.service @ONLY)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/rasmand.service ${PROJECT_SOURCE_DIR}/packaging/rasmand.socket
  DESTINATION ${OPENRAS_UNITDIR} COMPONENT programs)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/sysusers.conf DESTINATION lib/sysusers.d RENAME openras.conf COMPONENT programs)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/tmpfiles.conf DESTINATION lib/tmpfiles.d RENAME openras.conf COMPONENT programs)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/rasdial.bash-completion
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME rasdial COMPONENT programs)
install(FILES ${PROJECT_SOURCE_DIR}/packaging/rasdial.zsh-completion
  DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions RENAME _rasdial COMPONENT programs)

file(GLOB commands_pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/man/*.1)
file(GLOB daemons_pages CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/man/*.8)
install(FILES ${commands_pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 COMPONENT programs)
install(FILES ${daemons_pages} DESTINATION ${CMAKE_INSTALL_MANDIR}/man8 COMPONENT programs)
