openras_fuzzer(manager_bus_fuzz ${CMAKE_CURRENT_LIST_DIR}/corpus/manager_bus
  ${CMAKE_CURRENT_LIST_DIR}/manager_bus_fuzz.cpp LIBS openras_manager)
openras_fuzzer(manager_vault_fuzz ${CMAKE_CURRENT_LIST_DIR}/corpus/manager_vault
  ${CMAKE_CURRENT_LIST_DIR}/manager_vault_fuzz.cpp LIBS openras_manager)
