# rhofield_fourier: FFTW in double precision with OpenMP threads.
find_path(RHOFIELD_FFTW_INCLUDE fftw3.h REQUIRED)
find_library(RHOFIELD_FFTW_LIBRARY fftw3 REQUIRED)
find_library(RHOFIELD_FFTW_THREADS_LIBRARY fftw3_omp REQUIRED)
add_library(rhofield_fourier INTERFACE)
target_include_directories(rhofield_fourier SYSTEM INTERFACE $<BUILD_INTERFACE:${RHOFIELD_FFTW_INCLUDE}>)
target_link_libraries(rhofield_fourier INTERFACE ${RHOFIELD_FFTW_THREADS_LIBRARY} ${RHOFIELD_FFTW_LIBRARY})
