# install() and find_package(rhofield): components core (always) and storage.
set(install_targets rhofield rhofield_blas)
if(RHOFIELD_STORAGE)
  list(APPEND install_targets rhofield_storage)
endif()
install(TARGETS ${install_targets} EXPORT rhofieldTargets)
install(DIRECTORY include/rhofield DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT rhofieldTargets NAMESPACE rhofield:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/rhofield)
configure_package_config_file(cmake/rhofieldConfig.cmake.in rhofieldConfig.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/rhofield)
write_basic_package_version_file(rhofieldConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/rhofieldConfig.cmake ${PROJECT_BINARY_DIR}/rhofieldConfigVersion.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/rhofield)
