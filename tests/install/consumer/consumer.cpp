// The same in C++, in UTF-16, and with the modern interface where it is installed.
#include <ras.h>
#include <rasnotify.h>
#if __has_include(<ras.hpp>)
#include <ras.hpp>
#endif

#include <string>

int main() {
    char16_t text[512] = {};
    if (RasGetErrorStringW(691, text, 512) != 0) return 1;
    return std::u16string(text).empty() ? 1 : 0;
}
