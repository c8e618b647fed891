// The main() of a program that has none: it calls the program's wmain with its arguments in UTF-16, or its WinMain or
// wWinMain. A program with a main() of its own never reaches this one.
#include <cstdio>
#include <string>
#include <vector>

#include "compat/kit/modules.h"
#include "compat/kit/window.h"
#include "compat/utf.h"

extern "C" {
__attribute__((weak)) int wmain(int, WCHAR**, WCHAR**);
__attribute__((weak)) int WinMain(HINSTANCE, HINSTANCE, LPSTR, int);
__attribute__((weak)) int wWinMain(HINSTANCE, HINSTANCE, LPWSTR, int);
__attribute__((visibility("default"))) int main(int count, char** words, char** environment);
}

namespace {

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

}  // namespace

int main(int count, char** words, char** environment) {
    if (wmain != nullptr) {
        WideWords wide(words);
        WideWords variables(environment);
        return wmain(count, wide.get(), variables.get());
    }
    auto* program = GetModuleHandleA(nullptr);
    std::string line = count > 0 ? command_line(words) : "";
    if (WinMain != nullptr) return WinMain(program, nullptr, line.data(), SW_SHOWDEFAULT);
    if (wWinMain != nullptr) return wWinMain(program, nullptr, openras::compat::utf16(line).data(), SW_SHOWDEFAULT);
    std::fputs("the program has no main, wmain, WinMain or wWinMain\n", stderr);
    return 127;
}
