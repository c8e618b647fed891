#include "compat/format.h"

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string_view>
#include <type_traits>
#include <vector>

#include "compat/utf.h"

namespace openras::compat {

namespace {

enum class Size { None, Char, Short, Long, Wide, Int64, Pointer };

struct Specification {
    std::string flags;
    int width = 0;
    int precision = -1;
    Size size = Size::None;
    char conversion = 0;
};

template <typename Unit>
class Formatter {
    using String = std::basic_string<Unit>;

  public:
    Formatter(const Unit* pattern, std::va_list arguments) : at_(pattern) { va_copy(arguments_, arguments); }
    ~Formatter() { va_end(arguments_); }
    Formatter(const Formatter&) = delete;
    Formatter& operator=(const Formatter&) = delete;

    String run() {
        while (*at_ != 0) {
            if (*at_ != '%') {
                result_ += *at_++;
            } else if (at_[1] == '%') {
                result_ += '%';
                at_ += 2;
            } else {
                ++at_;
                one(read());
            }
        }
        return std::move(result_);
    }

  private:
    bool skip(char wanted) {
        if (*at_ != static_cast<Unit>(wanted)) return false;
        ++at_;
        return true;
    }

    int number() {
        if (skip('*')) return va_arg(arguments_, int);
        int value = 0;
        for (; *at_ >= '0' && *at_ <= '9'; ++at_) value = value > 99'999 ? value : value * 10 + (*at_ - '0');
        return value;
    }

    Size size() {
        if (skip('h')) return skip('h') ? Size::Char : Size::Short;
        if (skip('l')) return skip('l') ? Size::Int64 : Size::Long;
        if (skip('w')) return Size::Wide;
        if (skip('j')) return Size::Int64;
        if (skip('z') || skip('t')) return Size::Pointer;
        if (skip('L')) return Size::None;  // long double is double
        if (!skip('I')) return Size::None;
        if (at_[0] == '6' && at_[1] == '4') return at_ += 2, Size::Int64;
        if (at_[0] == '3' && at_[1] == '2') return at_ += 2, Size::None;
        return Size::Pointer;
    }

    Specification read() {
        Specification spec;
        while (*at_ != 0 && *at_ < 0x80 && std::strchr("-+ #0", static_cast<char>(*at_)) != nullptr)
            spec.flags += static_cast<char>(*at_++);
        spec.width = number();
        if (spec.width < 0) {
            spec.flags += '-';
            spec.width = spec.width == INT32_MIN ? 0 : -spec.width;
        }
        if (skip('.')) spec.precision = number();
        spec.size = size();
        if (*at_ != 0) spec.conversion = *at_ < 0x80 ? static_cast<char>(*at_++) : (++at_, '?');
        return spec;
    }

    void one(const Specification& spec) {
        switch (spec.conversion) {
            case 'd':
            case 'i': integer(spec, true); break;
            case 'u':
            case 'x':
            case 'X':
            case 'o': integer(spec, false); break;
            case 'e':
            case 'E':
            case 'f':
            case 'F':
            case 'g':
            case 'G':
            case 'a':
            case 'A': append_printed(spec, "", va_arg(arguments_, double)); break;
            case 'p': {
                Specification hex = spec;
                hex.precision = 2 * sizeof(void*);
                hex.conversion = 'X';
                append_printed(hex, "ll", static_cast<unsigned long long>(va_arg(arguments_, std::uintptr_t)));
                break;
            }
            case 'c':
            case 'C': character(spec); break;
            case 's':
            case 'S': text(spec); break;
            case 'n': (void)va_arg(arguments_, void*); break;
            default:
                if (spec.conversion != 0) result_ += static_cast<Unit>(spec.conversion);
                break;
        }
    }

    long long wide_signed(Size size) {
        switch (size) {
            case Size::Char: return static_cast<signed char>(va_arg(arguments_, int));
            case Size::Short: return static_cast<short>(va_arg(arguments_, int));
            case Size::Int64: return va_arg(arguments_, long long);
            case Size::Pointer: return va_arg(arguments_, std::intptr_t);
            case Size::None:
            case Size::Long:
            case Size::Wide: break;
        }
        return va_arg(arguments_, int);
    }
    unsigned long long wide_unsigned(Size size) {
        const auto value = static_cast<unsigned long long>(wide_signed(size));
        switch (size) {
            case Size::Char: return value & 0xFF;
            case Size::Short: return value & 0xFFFF;
            case Size::Int64: return value;
            case Size::Pointer: return static_cast<std::uintptr_t>(value);
            case Size::None:
            case Size::Long:
            case Size::Wide: break;
        }
        return value & 0xFFFFFFFF;
    }

    void integer(const Specification& spec, bool is_signed) {
        if (is_signed)
            append_printed(spec, "ll", wide_signed(spec.size));
        else
            append_printed(spec, "ll", wide_unsigned(spec.size));
    }

    template <typename Value>
    void append_printed(const Specification& spec, const char* size, Value value) {
        std::string pattern = "%" + spec.flags + "*";
        if (spec.precision >= 0) pattern += "." + std::to_string(spec.precision);
        pattern = pattern + size + spec.conversion;
        const int length = std::snprintf(nullptr, 0, pattern.c_str(), spec.width, value);
        if (length <= 0) return;
        std::vector<char> digits(static_cast<std::size_t>(length) + 1);
        std::snprintf(digits.data(), digits.size(), pattern.c_str(), spec.width, value);
        result_.append(digits.begin(), digits.end() - 1);
    }

    [[nodiscard]] bool is_wide(const Specification& spec) const {
        if (spec.size == Size::Long || spec.size == Size::Wide) return true;
        if (spec.size == Size::Short) return false;
        const bool own = spec.conversion == 's' || spec.conversion == 'c';
        return own == std::is_same_v<Unit, char16_t>;
    }

    static String own(std::string_view bytes) {
        if constexpr (std::is_same_v<Unit, char>)
            return String(bytes);
        else
            return utf16(bytes);
    }
    static String own(std::u16string_view units) {
        if constexpr (std::is_same_v<Unit, char>)
            return utf8(units);
        else
            return String(units);
    }

    void character(const Specification& spec) {
        const int value = va_arg(arguments_, int);
        const char narrow = static_cast<char>(value);
        const char16_t wide = static_cast<char16_t>(value);
        padded(spec, is_wide(spec) ? own(std::u16string_view(&wide, 1)) : own(std::string_view(&narrow, 1)));
    }

    template <typename From>
    std::basic_string_view<From> bounded(const From* text, int precision) {
        std::size_t length = 0;
        while ((precision < 0 || length < static_cast<std::size_t>(precision)) && text[length] != 0) ++length;
        return {text, length};
    }

    void text(const Specification& spec) {
        const void* pointer = va_arg(arguments_, const void*);
        if (pointer == nullptr)
            padded(spec, own(bounded("(null)", spec.precision)));
        else if (is_wide(spec))
            padded(spec, own(bounded(static_cast<const char16_t*>(pointer), spec.precision)));
        else
            padded(spec, own(bounded(static_cast<const char*>(pointer), spec.precision)));
    }

    void padded(const Specification& spec, const String& text) {
        const auto width = static_cast<std::size_t>(spec.width);
        const String fill(width > text.size() ? width - text.size() : 0, static_cast<Unit>(' '));
        result_ += spec.flags.find('-') == std::string::npos ? fill + text : text + fill;
    }

    const Unit* at_;
    std::va_list arguments_;
    String result_;
};

}  // namespace

std::string format(const char* pattern, std::va_list arguments) {
    return Formatter<char>(pattern, arguments).run();
}
std::u16string format(const char16_t* pattern, std::va_list arguments) {
    return Formatter<char16_t>(pattern, arguments).run();
}

}  // namespace openras::compat
