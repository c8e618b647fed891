foreach(part split merge mss advertisement)
  openras_fuzzer(dataplane_${part}_fuzz ${CMAKE_CURRENT_SOURCE_DIR}/corpus/dataplane_${part}_fuzz
    ${CMAKE_CURRENT_SOURCE_DIR}/dataplane_${part}_fuzz.cpp LIBS openras_dataplane)
endforeach()
