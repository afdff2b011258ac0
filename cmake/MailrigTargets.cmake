# One library a folder, one test program a folder. Settings that every target shares.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_library(mailrig_settings INTERFACE)
target_include_directories(mailrig_settings INTERFACE "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}")
target_compile_options(mailrig_settings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
  -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough)
# g++ 12 misfires when it inlines: "text" + std::string (GCC bug 105651), and copies whose length it has
# lost sight of. clang and the sanitizers watch over both.
target_compile_options(mailrig_settings INTERFACE "$<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-stringop-overflow>")
# clang-tidy's check of the same looks into every system header, which takes a sixth of its time.
target_compile_options(mailrig_settings INTERFACE "$<$<CXX_COMPILER_ID:Clang>:-Wreserved-identifier>")
target_link_libraries(mailrig_settings INTERFACE fmt::fmt)

set(MAILRIG_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")
if(MAILRIG_SANITIZE)
  add_compile_options(-fsanitize=${MAILRIG_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${MAILRIG_SANITIZE})
endif()
if(MAILRIG_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_program(MAILRIG_CCACHE ccache)
if(MAILRIG_CCACHE)
  # What ccache asks for before it keeps a unit that uses a precompiled header; and that it learns from the
  # compiler's own list of headers what a unit read: else a first build runs the preprocessor twice.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_DEPEND=1 CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime "${MAILRIG_CCACHE}")
endif()

# mailrig_precompile(mailrig_test_headers PRIVATE <gtest/gtest.h>): what target_precompile_headers does, in a way that ccache can follow.
function(mailrig_precompile target)
  target_precompile_headers(${target} ${ARGN})
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endfunction()

# mailrig_library(wire SOURCES a.cpp b.cpp LINKS mailrig_x …): the static library mailrig_wire.
# COLD: what runs once a run, not once a command; -O1 compiles it in two thirds of the time.
function(mailrig_library name)
  cmake_parse_arguments(ARG "COLD" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
  if(ARG_SOURCES)
    add_library(mailrig_${name} STATIC ${ARG_SOURCES})
    target_link_libraries(mailrig_${name} PUBLIC mailrig_settings ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS})
    if(ARG_COLD)
      target_compile_options(mailrig_${name} PRIVATE $<$<CONFIG:Release>:-O1>)
    endif()
  else()
    add_library(mailrig_${name} INTERFACE)
    target_link_libraries(mailrig_${name} INTERFACE mailrig_settings ${ARG_LINKS} ${ARG_PRIVATE_LINKS})
  endif()
endfunction()

# GoogleTest's headers cost each test more than a second; here once for all of them.
if(MAILRIG_TESTS)
  file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/test_headers.cpp" CONTENT "")
  add_library(mailrig_test_headers OBJECT "${PROJECT_BINARY_DIR}/test_headers.cpp")
  target_link_libraries(mailrig_test_headers PRIVATE mailrig_settings GTest::gtest GTest::gmock)
  mailrig_precompile(mailrig_test_headers PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
endif()

# mailrig_test(wire SOURCES a_test.cpp … LINKS mailrig_wire): the program and the ctest "wire".
function(mailrig_test name)
  if(NOT MAILRIG_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(test_${name} ${ARG_SOURCES})
  target_link_libraries(test_${name} PRIVATE mailrig_settings ${ARG_LINKS} GTest::gtest GTest::gmock GTest::gtest_main)
  mailrig_precompile(test_${name} REUSE_FROM mailrig_test_headers)
  # The same misfire by another name, as soon as -fsanitize=thread keeps it from inlining the rest.
  if(MAILRIG_SANITIZE)
    target_compile_options(test_${name} PRIVATE "$<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds>")
  endif()
  mailrig_ctest(${name} 300 COMMAND test_${name})
endfunction()

# mailrig_ctest(check 600 LABELS end-to-end COMMAND python3 check_test.py $<TARGET_FILE:mailrig>): the ctest "check", ended after
# 600 s. Under a sanitizer everything takes several times as long, and so may it; the scripts are told by MAILRIG_SANITIZE.
function(mailrig_ctest name limit_seconds)
  cmake_parse_arguments(ARG "" "LABELS" "COMMAND" ${ARGN})
  if(MAILRIG_SANITIZE)
    math(EXPR limit_seconds "${limit_seconds} * 4")
  endif()
  add_test(NAME ${name} COMMAND ${ARG_COMMAND})
  set_tests_properties(${name} PROPERTIES TIMEOUT ${limit_seconds} LABELS "${ARG_LABELS}")
  if(MAILRIG_SANITIZE)
    set_tests_properties(${name} PROPERTIES ENVIRONMENT MAILRIG_SANITIZE=${MAILRIG_SANITIZE})
  endif()
endfunction()
