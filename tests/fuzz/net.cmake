openras_fuzzer(net_request_fuzz ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/net_request
  ${PROJECT_SOURCE_DIR}/tests/fuzz/net_request_fuzz.cpp LIBS openras_net_protocol)
openras_fuzzer(net_journal_fuzz ${PROJECT_SOURCE_DIR}/tests/fuzz/corpus/net_journal
  ${PROJECT_SOURCE_DIR}/tests/fuzz/net_journal_fuzz.cpp LIBS openras_nethelper)
