# The warning set of the whole project, and the sanitizers of the asan, tsan and fuzz presets.
option(SM_WERROR "Treat warnings as errors" ON)
option(SM_FUZZ "Build the libFuzzer targets (needs clang)" OFF)
set(SM_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize=")

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wno-missing-field-initializers)
if(SM_WERROR)
  add_compile_options(-Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # False positives of g++ 12 in optimised builds (coroutine frames and inlined strings).
  add_compile_options(-Wno-mismatched-new-delete -Wno-restrict -Wno-maybe-uninitialized -Wno-stringop-overflow
                      -Wno-array-bounds -Wno-stringop-overread -Wno-dangling-pointer)
endif()
add_compile_options(-fstack-protector-strong)
add_compile_definitions($<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
if(SM_SANITIZE)
  add_compile_options(-fsanitize=${SM_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${SM_SANITIZE})
  if(SM_SANITIZE MATCHES "thread")
    # ThreadSanitizer does not know fences; Asio's are only an addition to its locks.
    add_compile_definitions(ASIO_DISABLE_FENCED_BLOCK)
    add_compile_options(-Wno-tsan)
  endif()
endif()
if(SM_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
