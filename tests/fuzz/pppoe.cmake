openras_fuzzer(pppoe_codec_fuzz ${CMAKE_CURRENT_LIST_DIR}/corpus/pppoe_codec ${CMAKE_CURRENT_LIST_DIR}/pppoe_codec_fuzz.cpp
  LIBS openras_media)
openras_fuzzer(pppoe_client_fuzz ${CMAKE_CURRENT_LIST_DIR}/corpus/pppoe_client ${CMAKE_CURRENT_LIST_DIR}/pppoe_client_fuzz.cpp
  LIBS openras_media)
openras_fuzzer(pppoe_server_fuzz ${CMAKE_CURRENT_LIST_DIR}/corpus/pppoe_server ${CMAKE_CURRENT_LIST_DIR}/pppoe_server_fuzz.cpp
  LIBS openras_media)
