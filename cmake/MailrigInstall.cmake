# cmake --install and CPack. Scenarios go to share/mailrig/scenarios, found relative to the binary.
install(TARGETS mailrig RUNTIME)
install(DIRECTORY scenarios/ DESTINATION ${CMAKE_INSTALL_DATADIR}/mailrig/scenarios)
install(FILES README.md CHANGELOG.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR "DEB;TGZ")
set(CPACK_PACKAGE_VENDOR "mailrig")
set(CPACK_PACKAGE_CONTACT "mailrig developers <developers@mailrig.invalid>")
set(CPACK_DEBIAN_PACKAGE_SECTION mail)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
include(CPack)
