// The main() of a program that has none: it calls the program's wmain with its arguments in UTF-16, or its WinMain or
// wWinMain. A program with a main() of its own never reaches this one.
#include <cstdio>
#include <string>
#include <vector>

#include "compat/kit/modules.h"
#include "compat/kit/window.h"
#include "compat/utf.h"

extern "C" {
using WideMain = int(int, WCHAR**, WCHAR**);
// What a wmain of C, or extern "C", is to the linker, and what one of C++: its parameters decide, not what it returns.
// (WCHAR is wchar_t, w, for programs.)
__attribute__((weak)) WideMain wmain;
__attribute__((weak)) WideMain wmain_none __asm__("_Z5wmainv");
__attribute__((weak)) WideMain wmain_words __asm__("_Z5wmainiPPw");
__attribute__((weak)) WideMain wmain_const_words __asm__("_Z5wmainiPPKw");
__attribute__((weak)) WideMain wmain_words_const __asm__("_Z5wmainiPKPw");
__attribute__((weak)) WideMain wmain_const_words_const __asm__("_Z5wmainiPKPKw");
__attribute__((weak)) WideMain wmain_unsigned __asm__("_Z5wmainjPPw");
__attribute__((weak)) WideMain wmain_unsigned_const __asm__("_Z5wmainjPPKw");
__attribute__((weak)) WideMain wmain_environment __asm__("_Z5wmainiPPwS0_");
__attribute__((weak)) WideMain wmain_const_environment __asm__("_Z5wmainiPPKwS1_");
__attribute__((visibility("default"))) void openras_compat_void_main(void);
__attribute__((weak)) int WinMain(HINSTANCE, HINSTANCE, LPSTR, int);
__attribute__((weak)) int wWinMain(HINSTANCE, HINSTANCE, LPWSTR, int);
__attribute__((visibility("default"))) int main(int count, char** words, char** environment);
}

namespace {

bool returns_nothing = false;  // set before main, by tchar.h

WideMain* wide_main() {
    for (WideMain* one : {wmain, wmain_none, wmain_words, wmain_const_words, wmain_words_const, wmain_const_words_const,
                          wmain_unsigned, wmain_unsigned_const, wmain_environment, wmain_const_environment})
        if (one != nullptr) return one;
    return nullptr;
}

class WideWords {
  public:
    explicit WideWords(char** words) {
        for (; *words != nullptr; ++words) texts_.push_back(openras::compat::utf16(*words));
        for (auto& text : texts_) pointers_.push_back(text.data());
        pointers_.push_back(nullptr);
    }
    WCHAR** get() { return pointers_.data(); }

  private:
    std::vector<std::u16string> texts_;
    std::vector<WCHAR*> pointers_;
};

/// WinMain's command line: the words without the program's name; those with a blank in quotes.
std::string command_line(char** words) {
    std::string line;
    for (++words; *words != nullptr; ++words) {
        const std::string word = *words;
        if (!line.empty()) line += ' ';
        line += word.empty() || word.find(' ') != std::string::npos ? '"' + word + '"' : word;
    }
    return line;
}

/// A program's wmain has any of the types that Windows takes: a caller that passes all three arguments suits each.
#ifdef __clang__
__attribute__((no_sanitize("function")))
#endif
int call(WideMain* of_program, int count, WideWords& words, WideWords& environment) {
    return of_program(count, words.get(), environment.get());
}

}  // namespace

void openras_compat_void_main(void) {
    returns_nothing = true;
}

int main(int count, char** words, char** environment) {
    if (WideMain* of_program = wide_main()) {
        WideWords wide(words);
        WideWords variables(environment);
        const int status = call(of_program, count, wide, variables);
        return returns_nothing ? 0 : status;
    }
    auto* program = GetModuleHandleA(nullptr);
    std::string line = count > 0 ? command_line(words) : "";
    if (WinMain != nullptr) return WinMain(program, nullptr, line.data(), SW_SHOWDEFAULT);
    if (wWinMain != nullptr) return wWinMain(program, nullptr, openras::compat::utf16(line).data(), SW_SHOWDEFAULT);
    std::fputs("the program has no main, wmain, WinMain or wWinMain\n", stderr);
    return 127;
}
