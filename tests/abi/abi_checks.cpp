// abi_checks.c as C++ (C++11 is the oldest that the headers promise).
#include <ras.h>
#include <rasdlg.h>
#include <rasnotify.h>

#define ABI_ALIGNOF(type) alignof(type)
#define ABI_CHECK(condition) static_assert(condition, #condition)
#define ABI_VALUE(constant) constant
#define ABI_CHECK_TEXT(macro, text) static_assert(same_text(macro, text), #macro)

template <typename Char>
constexpr bool same_text(const Char* left, const Char* right) {
    return *left == *right && (*left == 0 || same_text(left + 1, right + 1));
}

#undef INVALID_HANDLE_VALUE  // a cast from a number is no constant expression in C++; the C check covers it
#define INVALID_HANDLE_VALUE (-1)

#include "abi_checks.inc"

DWORD dial(RASDIALPARAMS* parameters, HRASCONN* connection);
DWORD dial(RASDIALPARAMS* parameters, HRASCONN* connection) {
    return RasDial(nullptr, TEXT("book"), parameters, RASDIAL_NOTIFIER_FUNC, nullptr, connection);
}
