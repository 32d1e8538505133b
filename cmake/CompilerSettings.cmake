# Warnings, sanitizers and processor tuning, private to this project's own targets.
add_library(rhofield_settings INTERFACE)
target_compile_options(rhofield_settings INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wpedantic;-Wshadow;-Wnon-virtual-dtor;-Woverloaded-virtual;-fno-math-errno>
  $<$<AND:$<COMPILE_LANGUAGE:CXX>,$<BOOL:${RHOFIELD_WERROR}>>:-Werror>
  $<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=-Wall,-Wextra,-Wshadow>
  $<$<AND:$<COMPILE_LANGUAGE:CUDA>,$<BOOL:${RHOFIELD_WERROR}>>:-Werror=all-warnings;-Xcompiler=-Werror>)
# Designated initialisers leave fields at their defaults on purpose; GCC warns about those without an initialiser.
target_compile_options(rhofield_settings INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:-Wno-missing-field-initializers>
  $<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=-Wno-missing-field-initializers>)
# GCC 12 reports -Wrestrict inside libstdc++'s own string concatenation (GCC bug 105651). -Wpsabi: vectors wider than the
# processor's are passed in memory, which concerns functions inside one file only.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(rhofield_settings INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict;-Wno-psabi> $<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=-Wno-restrict>)
endif()
if(RHOFIELD_NATIVE)
  # 512-bit vectors are not GCC's default even where the processor has them at full speed.
  target_compile_options(rhofield_settings INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-march=native;-mprefer-vector-width=512>)
endif()
if(RHOFIELD_SANITIZE)
  add_compile_options($<$<COMPILE_LANGUAGE:C,CXX>:-fsanitize=address,undefined> $<$<COMPILE_LANGUAGE:C,CXX>:-fno-omit-frame-pointer>
    $<$<COMPILE_LANGUAGE:C,CXX>:-fno-sanitize-recover=undefined>)
  add_link_options(-fsanitize=address,undefined)
endif()
