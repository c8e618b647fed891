// Windows without pixels (kit/window.h): classes, windows, and their procedures. Messages: window_messages.cpp.
#include "compat/kit/window.h"

#include <algorithm>
#include <cstring>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "compat/guard.h"
#include "compat/kit/modules.h"
#include "compat/kit/text.h"
#include "compat/kit/threads.h"
#include "compat/message_queue.h"
#include "compat/pumping.h"
#include "compat/utf.h"

using namespace openras::compat;

namespace {

struct WindowClass {
    WNDPROC procedure = nullptr;
    int extra_bytes = 0;
    ATOM atom = 0;
};

struct Window {
    std::shared_ptr<MessageQueue> queue;
    WNDPROC procedure = nullptr;
    LONG_PTR user_data = 0;
    LONG_PTR style = 0;
    std::vector<char> extra;
    std::u16string title;
    bool going = false;
};

/// Classes by name in small letters, windows by handle. A handle is never used twice.
struct Desktop {
    std::mutex mutex;
    std::map<std::u16string, WindowClass> classes;
    std::map<HWND, Window> windows;
    ATOM next_atom = 0xC000;
    std::uintptr_t next_window = 0x10010;
};
Desktop& desktop() {
    static auto* const only = new Desktop;
    return *only;
}

/// A class's name; where the caller gave an atom, that class's name.
template <typename Char>
std::u16string class_name(const Char* name) {
    if (reinterpret_cast<std::uintptr_t>(name) < 0x10000) {
        const std::lock_guard lock(desktop().mutex);
        for (const auto& [known, described] : desktop().classes)
            if (described.atom == reinterpret_cast<std::uintptr_t>(name)) return known;
        return {};
    }
    if constexpr (std::is_same_v<Char, char>)
        return folded(utf16(name));
    else
        return folded(name);
}

template <typename Class>
ATOM register_class(const Class* described) {
    return safely<ATOM>(0, [&]() -> ATOM {
        if (described == nullptr || described->lpfnWndProc == nullptr || described->lpszClassName == nullptr ||
            described->cbWndExtra < 0 || described->cbWndExtra > 4096) {
            SetLastError(ERROR_INVALID_PARAMETER);
            return 0;
        }
        const std::u16string name = class_name(described->lpszClassName);
        const std::lock_guard lock(desktop().mutex);
        if (desktop().classes.contains(name)) {
            SetLastError(ERROR_CLASS_ALREADY_EXISTS);
            return 0;
        }
        const ATOM atom = desktop().next_atom++;
        desktop().classes[name] = {described->lpfnWndProc, described->cbWndExtra, atom};
        return atom;
    });
}

template <typename Char>
BOOL unregister_class(const Char* name) {
    return safely<BOOL>(FALSE, [&] {
        const std::u16string known = class_name(name);
        const std::lock_guard lock(desktop().mutex);
        return desktop().classes.erase(known) != 0 ? TRUE : failed_with(ERROR_CANNOT_FIND_WND_CLASS);
    });
}

/// Runs body on the window under the lock. @return FALSE, with GetLastError 1400, where there is no such window
template <typename Body>
bool with_window(HWND handle, Body&& body) {
    const std::lock_guard lock(desktop().mutex);
    const auto found = desktop().windows.find(handle);
    if (found == desktop().windows.end()) {
        SetLastError(ERROR_INVALID_WINDOW_HANDLE);
        return false;
    }
    body(found->second);
    return true;
}

bool is_standard_class(const std::u16string& name) {
    static const std::u16string known[] = {u"static", u"button", u"edit", u"listbox", u"combobox"};
    return std::ranges::find(known, name) != std::end(known);
}

template <typename Creation, typename Char>
HWND create_window(Creation creation, const Char* name, const std::u16string& title) {
    return safely<HWND>(nullptr, [&]() -> HWND {
        const std::u16string wanted = class_name(name);
        HWND handle = nullptr;
        {
            const auto queue = MessageQueue::mine_shared();
            const std::lock_guard lock(desktop().mutex);
            const auto found = desktop().classes.find(wanted);
            if (found == desktop().classes.end() && !is_standard_class(wanted)) {
                SetLastError(ERROR_CANNOT_FIND_WND_CLASS);
                return nullptr;
            }
            Window window;
            window.queue = queue;
            window.procedure = found != desktop().classes.end() ? found->second.procedure : &DefWindowProcW;
            window.extra.resize(found != desktop().classes.end() ? static_cast<std::size_t>(found->second.extra_bytes)
                                                                 : 0);
            window.style = creation.style;
            window.title = title;
            handle = reinterpret_cast<HWND>(desktop().next_window);
            desktop().next_window += 0x10;
            desktop().windows.emplace(handle, std::move(window));
        }
        const LPARAM parameter = reinterpret_cast<LPARAM>(&creation);
        if (call_procedure(handle, WM_NCCREATE, 0, parameter) == 0) {
            MessageQueue::mine().forget(handle);
            const std::lock_guard lock(desktop().mutex);
            desktop().windows.erase(handle);
            return nullptr;
        }
        if (call_procedure(handle, WM_CREATE, 0, parameter) == -1) {
            DestroyWindow(handle);
            return nullptr;
        }
        return IsWindow(handle) ? handle : nullptr;
    });
}

LRESULT default_procedure(HWND window, UINT message, LPARAM) {
    switch (message) {
        case WM_NCCREATE: return TRUE;
        case WM_CLOSE: DestroyWindow(window); return 0;
        default: return 0;
    }
}

/// At most cch units with the NUL. @return units without it
template <typename Char>
int give_title(HWND window, Char* to, int cch) {
    if (to == nullptr || cch <= 0) return 0;
    return safely(0, [&] {
        std::u16string title;
        to[0] = 0;
        if (!with_window(window, [&](const Window& one) { title = one.title; })) return 0;
        if constexpr (std::is_same_v<Char, char>)
            lstrcpynA(to, utf8(title).c_str(), cch);
        else
            lstrcpynW(to, title.c_str(), cch);
        return static_cast<int>(std::char_traits<Char>::length(to));
    });
}

BOOL set_title(HWND window, const std::u16string& title) {
    return with_window(window, [&](Window& one) { one.title = title; });
}

}  // namespace

namespace openras::compat {

LRESULT call_procedure(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    WNDPROC procedure = nullptr;
    if (!with_window(window, [&](const Window& one) { procedure = one.procedure; })) return 0;
    return procedure(window, message, wparam, lparam);
}

std::shared_ptr<MessageQueue> queue_of(HWND window) {
    std::shared_ptr<MessageQueue> queue;
    (void)with_window(window, [&](const Window& one) { queue = one.queue; });
    return queue;
}

void forget_windows_of(DWORD thread) {
    const std::lock_guard lock(desktop().mutex);
    std::erase_if(desktop().windows, [&](const auto& entry) { return entry.second.queue->thread() == thread; });
}

}  // namespace openras::compat

ATOM RegisterClassA(const WNDCLASSA* lpClass) {
    return register_class(lpClass);
}
ATOM RegisterClassW(const WNDCLASSW* lpClass) {
    return register_class(lpClass);
}
ATOM RegisterClassExA(const WNDCLASSEXA* lpClass) {
    return register_class(lpClass);
}
ATOM RegisterClassExW(const WNDCLASSEXW* lpClass) {
    return register_class(lpClass);
}
BOOL UnregisterClassA(LPCSTR lpName, HINSTANCE) {
    return unregister_class(lpName);
}
BOOL UnregisterClassW(LPCWSTR lpName, HINSTANCE) {
    return unregister_class(lpName);
}

HWND CreateWindowExA(DWORD dwExStyle, LPCSTR lpClass, LPCSTR lpName, DWORD dwStyle, int x, int y, int width, int height,
                     HWND hParent, HMENU hMenu, HINSTANCE hInstance, LPVOID lpParam) {
    const CREATESTRUCTA creation = {
        lpParam, hInstance, hMenu,    hParent, height, width, y, x, static_cast<LONG>(dwStyle),
        lpName,  lpClass,   dwExStyle};
    return safely<HWND>(nullptr, [&] { return create_window(creation, lpClass, lpName ? utf16(lpName) : u""); });
}
HWND CreateWindowExW(DWORD dwExStyle, LPCWSTR lpClass, LPCWSTR lpName, DWORD dwStyle, int x, int y, int width,
                     int height, HWND hParent, HMENU hMenu, HINSTANCE hInstance, LPVOID lpParam) {
    const CREATESTRUCTW creation = {
        lpParam, hInstance, hMenu,    hParent, height, width, y, x, static_cast<LONG>(dwStyle),
        lpName,  lpClass,   dwExStyle};
    return safely<HWND>(nullptr, [&] { return create_window(creation, lpClass, lpName ? lpName : u""); });
}

BOOL DestroyWindow(HWND hWnd) {
    return safely<BOOL>(FALSE, [&]() -> BOOL {
        std::shared_ptr<MessageQueue> queue;
        bool already = false;
        const bool known = with_window(hWnd, [&](Window& one) {
            queue = one.queue;
            if (queue->thread() == GetCurrentThreadId()) already = std::exchange(one.going, true);
        });
        if (!known) return FALSE;
        if (queue->thread() != GetCurrentThreadId()) return failed_with(ERROR_ACCESS_DENIED);
        if (already) return TRUE;  // from its own WM_DESTROY
        call_procedure(hWnd, WM_DESTROY, 0, 0);
        call_procedure(hWnd, WM_NCDESTROY, 0, 0);
        {
            const std::lock_guard lock(desktop().mutex);
            desktop().windows.erase(hWnd);
        }
        queue->forget(hWnd);
        return TRUE;
    });
}

BOOL IsWindow(HWND hWnd) {
    const std::lock_guard lock(desktop().mutex);
    return desktop().windows.contains(hWnd);
}

LRESULT DefWindowProcA(HWND hWnd, UINT Msg, WPARAM, LPARAM lParam) {
    return default_procedure(hWnd, Msg, lParam);
}
LRESULT DefWindowProcW(HWND hWnd, UINT Msg, WPARAM, LPARAM lParam) {
    return default_procedure(hWnd, Msg, lParam);
}

/// The member of a window that nIndex names, read and perhaps written.
static LONG_PTR window_long(HWND window, int index, const LONG_PTR* value) {
    LONG_PTR before = 0;
    with_window(window, [&](Window& one) {
        LONG_PTR procedure = reinterpret_cast<LONG_PTR>(one.procedure);
        LONG_PTR* member = index == GWLP_USERDATA ? &one.user_data : index == GWL_STYLE ? &one.style : nullptr;
        if (index == GWLP_WNDPROC) member = &procedure;
        if (member != nullptr) {
            before = *member;
            if (value != nullptr) *member = *value;
            one.procedure = reinterpret_cast<WNDPROC>(procedure);
        } else if (index >= 0 && index + sizeof before <= one.extra.size()) {
            std::memcpy(&before, one.extra.data() + index, sizeof before);
            if (value != nullptr) std::memcpy(one.extra.data() + index, value, sizeof *value);
        } else {
            SetLastError(ERROR_INVALID_PARAMETER);
        }
    });
    return before;
}
LONG_PTR GetWindowLongPtrA(HWND hWnd, int nIndex) {
    return window_long(hWnd, nIndex, nullptr);
}
LONG_PTR SetWindowLongPtrA(HWND hWnd, int nIndex, LONG_PTR value) {
    return window_long(hWnd, nIndex, &value);
}

BOOL SetWindowTextA(HWND hWnd, LPCSTR lpText) {
    return safely<BOOL>(FALSE, [&] { return set_title(hWnd, lpText ? utf16(lpText) : u""); });
}
BOOL SetWindowTextW(HWND hWnd, LPCWSTR lpText) {
    return safely<BOOL>(FALSE, [&] { return set_title(hWnd, lpText ? lpText : u""); });
}
int GetWindowTextA(HWND hWnd, LPSTR lpText, int cch) {
    return give_title(hWnd, lpText, cch);
}
int GetWindowTextW(HWND hWnd, LPWSTR lpText, int cch) {
    return give_title(hWnd, lpText, cch);
}
DWORD GetWindowThreadProcessId(HWND hWnd, LPDWORD lpProcessId) {
    DWORD thread = 0;
    if (with_window(hWnd, [&](const Window& one) { thread = one.queue->thread(); }) && lpProcessId != nullptr)
        *lpProcessId = GetCurrentProcessId();
    return thread;
}
