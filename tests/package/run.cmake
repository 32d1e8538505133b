# Installs the built tree, then configures, builds and runs the project of this folder against the installation.
#   cmake -DBUILD=<build tree> -DSOURCE=<source tree> -DCONFIG=<configuration> -DCOMPONENTS=<components> -P run.cmake
function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

set(work ${BUILD}/package)
set(prefix ${work}/prefix)
file(REMOVE_RECURSE ${work})
run(${CMAKE_COMMAND} --install ${BUILD} --config ${CONFIG} --prefix ${prefix})

# The installation stands alone: no path of the source or build tree, no private header.
file(GLOB_RECURSE package_files ${prefix}/*.cmake)
foreach(file IN LISTS package_files)
  file(READ ${file} text)
  foreach(tree IN ITEMS ${SOURCE} ${BUILD})
    string(FIND "${text}" "${tree}/" position)
    if(NOT position EQUAL -1)
      message(FATAL_ERROR "${file} mentions ${tree}, which is not there where the package is used")
    endif()
  endforeach()
endforeach()
file(GLOB_RECURSE installed RELATIVE ${prefix} ${prefix}/*)
foreach(file IN LISTS installed)
  if(file MATCHES "\\.(hpp|cuh)$" AND NOT file MATCHES "^include/rhofield/")
    message(FATAL_ERROR "${file} is installed, but only include/rhofield is public")
  endif()
endforeach()

run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${work}/build -G Ninja -DCMAKE_BUILD_TYPE=${CONFIG}
  -DCMAKE_PREFIX_PATH=${prefix} -DCONSUMER_COMPONENTS=${COMPONENTS})
run(${CMAKE_COMMAND} --build ${work}/build)
run(${work}/build/consumer)
if(COMPONENTS MATCHES storage)
  run(${work}/build/storage_consumer)
endif()
