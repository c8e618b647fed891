openras_fuzzer(ppp_auth_fuzz ${CMAKE_CURRENT_SOURCE_DIR}/corpus/ppp_auth_fuzz ppp_auth_fuzz.cpp LIBS openras_ppp)
openras_fuzzer(ppp_options_fuzz ${CMAKE_CURRENT_SOURCE_DIR}/corpus/ppp_options_fuzz ppp_options_fuzz.cpp LIBS openras_ppp)
openras_fuzzer(ppp_session_fuzz ${CMAKE_CURRENT_SOURCE_DIR}/corpus/ppp_session_fuzz ppp_session_fuzz.cpp LIBS openras_ppp)
