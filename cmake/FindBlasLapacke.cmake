# rhofield_blas: CBLAS and LAPACKE. OpenBLAS is asked for by name because its thread count is set at run time.
find_path(RHOFIELD_CBLAS_INCLUDE cblas.h PATH_SUFFIXES openblas REQUIRED)
find_path(RHOFIELD_LAPACKE_INCLUDE lapacke.h PATH_SUFFIXES openblas REQUIRED)
find_library(RHOFIELD_OPENBLAS_LIBRARY openblas REQUIRED)
find_library(RHOFIELD_LAPACKE_LIBRARY lapacke REQUIRED)
add_library(rhofield_blas INTERFACE)
target_include_directories(rhofield_blas SYSTEM INTERFACE
  $<BUILD_INTERFACE:${RHOFIELD_CBLAS_INCLUDE}> $<BUILD_INTERFACE:${RHOFIELD_LAPACKE_INCLUDE}>)
target_link_libraries(rhofield_blas INTERFACE ${RHOFIELD_LAPACKE_LIBRARY} ${RHOFIELD_OPENBLAS_LIBRARY})
