# Compile through ccache where it is installed; paths below the source tree are stored relative, so that several
# checkouts share one cache.
find_program(SM_CCACHE ccache)
if(SM_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      ${SM_CCACHE})
endif()
