openras_fuzzer(phonebook_book_fuzz ${CMAKE_CURRENT_SOURCE_DIR}/corpus/phonebook_book_fuzz
  phonebook_book_fuzz.cpp LIBS openras_phonebook)
openras_fuzzer(phonebook_edit_fuzz ${CMAKE_CURRENT_SOURCE_DIR}/corpus/phonebook_edit_fuzz
  phonebook_edit_fuzz.cpp LIBS openras_phonebook)
