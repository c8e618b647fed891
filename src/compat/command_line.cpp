#include "compat/command_line.h"

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>

#include "compat/guard.h"
#include "compat/kit/system.h"
#include "compat/utf.h"

using namespace openras::compat;

namespace openras::compat {

namespace {

bool is_blank(char16_t unit) {
    return unit == u' ' || unit == u'\t';
}

std::size_t count_backslashes(std::u16string_view text) {
    return std::min(text.find_first_not_of(u'\\'), text.size());
}

/// The first word is a path: no backslash stands for anything but itself.
std::u16string take_program(std::u16string_view& line) {
    const bool quoted = line.starts_with(u'"');
    if (quoted) line.remove_prefix(1);
    std::size_t end = 0;
    while (end < line.size() && (quoted ? line[end] != u'"' : !is_blank(line[end]))) ++end;
    std::u16string word(line.substr(0, end));
    line.remove_prefix(std::min(line.size(), quoted ? end + 1 : end));
    return word;
}

/// 2n backslashes before a quotation mark are n, and the mark opens or closes; 2n+1 are n and a mark. Inside, two marks
/// are one.
std::u16string take_word(std::u16string_view& line) {
    std::u16string word;
    bool quoted = false;
    while (!line.empty() && (quoted || !is_blank(line.front()))) {
        const std::size_t backslashes = count_backslashes(line);
        line.remove_prefix(backslashes);
        const bool mark = line.starts_with(u'"');
        word.append(mark ? backslashes / 2 : backslashes, u'\\');
        if (mark) {
            line.remove_prefix(1);
            if (backslashes % 2 == 1) {
                word += u'"';
            } else if (quoted && line.starts_with(u'"')) {
                word += u'"';
                line.remove_prefix(1);
            } else {
                quoted = !quoted;
            }
        } else if (backslashes == 0) {
            word += line.front();
            line.remove_prefix(1);
        }
    }
    return word;
}

std::u16string quoted(std::u16string_view word) {
    std::u16string result = u"\"";
    while (!word.empty()) {
        const std::size_t backslashes = count_backslashes(word);
        word.remove_prefix(backslashes);
        const bool before_mark = word.empty() || word.front() == u'"';
        result.append(before_mark ? 2 * backslashes : backslashes, u'\\');
        if (word.empty()) break;
        if (word.front() == u'"') result += u'\\';
        result += word.front();
        word.remove_prefix(1);
    }
    return result + u'"';
}

}  // namespace

std::u16string joined(const std::vector<std::u16string>& words) {
    std::u16string line;
    for (const auto& word : words) {
        const bool first = line.empty();
        if (!first) line += u' ';
        if (!word.empty() && word.find_first_of(u" \t\"") == std::u16string::npos)
            line += word;
        else
            line += first ? u'"' + word + u'"' : quoted(word);
    }
    return line;
}

std::vector<std::u16string> split(std::u16string_view line) {
    std::vector<std::u16string> words;
    words.push_back(take_program(line));
    for (;;) {
        while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
        if (line.empty()) return words;
        words.push_back(take_word(line));
    }
}

}  // namespace openras::compat

namespace {

struct CommandLine {
    std::string narrow;
    std::u16string wide;
};

CommandLine& command_line() {
    static auto* const only = [] {
        std::ifstream file("/proc/self/cmdline", std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(file), {}};
        std::vector<std::u16string> words;
        for (std::size_t at = 0; at < bytes.size(); at += std::strlen(bytes.c_str() + at) + 1)
            words.push_back(utf16(bytes.c_str() + at));
        auto* made = new CommandLine{{}, joined(words)};
        made->narrow = utf8(made->wide);
        return made;
    }();
    return *only;
}

}  // namespace

LPSTR GetCommandLineA(void) {
    return safely<LPSTR>(nullptr, [] { return command_line().narrow.data(); });
}
LPWSTR GetCommandLineW(void) {
    return safely<LPWSTR>(nullptr, [] { return command_line().wide.data(); });
}

LPWSTR* CommandLineToArgvW(LPCWSTR lpCommandLine, int* lpCount) {
    return safely<LPWSTR*>(nullptr, [&]() -> LPWSTR* {
        if (lpCommandLine == nullptr || lpCount == nullptr) {
            SetLastError(ERROR_INVALID_PARAMETER);
            return nullptr;
        }
        auto words = split(*lpCommandLine != 0 ? lpCommandLine : GetCommandLineW());
        if (*lpCommandLine == 0) words.resize(1);
        std::size_t units = 0;
        for (const auto& word : words) units += word.size() + 1;
        const std::size_t pointers = (words.size() + 1) * sizeof(LPWSTR);
        auto* block = static_cast<char*>(std::malloc(pointers + units * sizeof(WCHAR)));
        if (block == nullptr) throw std::bad_alloc();
        auto* list = reinterpret_cast<LPWSTR*>(block);
        auto* text = reinterpret_cast<LPWSTR>(block + pointers);
        for (std::size_t i = 0; i < words.size(); ++i) {
            list[i] = text;
            std::memcpy(text, words[i].c_str(), (words[i].size() + 1) * sizeof(WCHAR));
            text += words[i].size() + 1;
        }
        list[words.size()] = nullptr;
        *lpCount = static_cast<int>(words.size());
        return list;
    });
}
