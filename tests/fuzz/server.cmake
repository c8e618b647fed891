openras_fuzzer(server_responder_fuzz ${CMAKE_CURRENT_LIST_DIR}/corpus/server_responder
  ${CMAKE_CURRENT_LIST_DIR}/server_responder_fuzz.cpp LIBS openras_server)
