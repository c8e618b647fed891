// printf as Windows has it, into strings: the engine under every function of that family.
//   l        32 bits (DWORD, LONG);  ll, I64, j 64;  I, z, t a pointer's;  I32, h, hh
//   s c      the function's own kind of text;  S C the other;  hs always bytes;  ls ws always UTF-16
//   p        16 (8) hexadecimal digits;  n is refused: nothing is written
// Source: "Format specification syntax: printf and wprintf functions" of Microsoft's C runtime reference.
#pragma once

#include <cstdarg>
#include <string>

namespace openras::compat {

std::string format(const char* pattern, std::va_list arguments);
std::u16string format(const char16_t* pattern, std::va_list arguments);

}  // namespace openras::compat
