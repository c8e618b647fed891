# What a build can be asked for, and the flags that every target gets.
option(OPENRAS_TESTS "Build the tests" ON)
option(OPENRAS_EXAMPLES "Build the example programs" ON)
option(OPENRAS_BENCH "Build the benchmarks" OFF)
option(OPENRAS_FUZZERS "Build the libFuzzer targets (needs Clang)" OFF)
set(OPENRAS_SANITIZE "" CACHE STRING "Sanitizers for every target, e.g. address,undefined or thread")

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_C_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wimplicit-fallthrough -Werror)
add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wnon-virtual-dtor> $<$<COMPILE_LANGUAGE:CXX>:-Woverloaded-virtual>)
add_compile_options(-fstack-protector-strong)
add_link_options(-Wl,-z,relro,-z,now -Wl,--as-needed)

# Asio: one implementation, no deprecated names, C++20 coroutines.
add_compile_definitions(BOOST_ASIO_NO_DEPRECATED BOOST_ASIO_DISABLE_VISIBILITY)

if(OPENRAS_SANITIZE)
  add_compile_options(-fsanitize=${OPENRAS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${OPENRAS_SANITIZE})
  if(OPENRAS_SANITIZE MATCHES undefined)
    # That check opens a pipe to see whether memory can be read: in a test that leaves no descriptor it cries wolf.
    add_compile_options(-fno-sanitize=vptr)
  endif()
  if(OPENRAS_SANITIZE MATCHES thread AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    add_compile_options(-Wno-tsan)  # Asio uses atomic_thread_fence, which GCC's TSan does not model
  endif()
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE_PROGRAM})
endif()
