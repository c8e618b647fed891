# openras_library(NAME sources...)  a static library of one floor; includes are written from src/.
function(openras_library name)
  add_library(${name} STATIC ${ARGN})
  target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
endfunction()

# openras_test_code(TARGET)  a test's own code is built fast, also where what it tests is optimised.
function(openras_test_code name)
  target_compile_options(${name} PRIVATE $<$<CONFIG:RelWithDebInfo>:-O0> $<$<CONFIG:RelWithDebInfo>:-g0>)
endfunction()

# openras_unit_test(NAME sources... [LIBS libs...])  one GoogleTest program, registered with CTest.
function(openras_unit_test name)
  cmake_parse_arguments(ARG "" "" "LIBS" ${ARGN})
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE ${ARG_LIBS} GTest::gmock GTest::gtest_main)
  openras_test_code(${name})
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 300)
endfunction()

# openras_fuzzer(NAME CORPUS_DIR sources... [LIBS libs...])
# With OPENRAS_FUZZERS: a libFuzzer program. Always: a test that replays the kept corpus through the same entry.
function(openras_fuzzer name corpus)
  cmake_parse_arguments(ARG "" "" "LIBS" ${ARGN})
  set(sources ${ARG_UNPARSED_ARGUMENTS})
  add_executable(${name} ${sources})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(${name} PRIVATE ${ARG_LIBS})
  add_dependencies(fuzzers ${name})
  if(OPENRAS_FUZZERS)
    target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    set_property(GLOBAL APPEND PROPERTY OPENRAS_FUZZER_LIST "${name} ${corpus}")
  else()
    target_sources(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/fuzz/replay_main.cpp)
    add_test(NAME ${name} COMMAND ${name} ${corpus})
  endif()
endfunction()
