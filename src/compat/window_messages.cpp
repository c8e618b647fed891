// The messages of windows and threads (kit/window.h): loops, what is posted and sent, timers, registered numbers. They
// wait in message_queue.h; the windows are in window.cpp.
#include <cstdio>
#include <map>
#include <mutex>
#include <string>

#include "compat/guard.h"
#include "compat/kit/text.h"
#include "compat/kit/threads.h"
#include "compat/kit/window.h"
#include "compat/message_queue.h"
#include "compat/pumping.h"
#include "compat/utf.h"

using namespace openras::compat;

namespace {

/// RegisterWindowMessage's numbers by text in small letters.
struct RegisteredMessages {
    std::mutex mutex;
    std::map<std::u16string, UINT> numbers;
    UINT next = 0xC100;
};
RegisteredMessages& registered_messages() {
    static auto* const only = new RegisteredMessages;
    return *only;
}

MSG message_of(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
    MSG made{};
    made.hwnd = window;
    made.message = message;
    made.wParam = wparam;
    made.lParam = lparam;
    return made;
}

/// Of the window's thread; without a window of the caller's. Null where the window is gone.
std::shared_ptr<MessageQueue> timer_queue(HWND window) {
    return window == nullptr ? MessageQueue::mine_shared() : queue_of(window);
}

int show_box(const std::u16string& caption, const std::u16string& text, UINT type) {
    std::fprintf(stderr, "%s: %s\n", utf8(caption).c_str(), utf8(text).c_str());
    return (type & 0xF) == MB_YESNO ? IDYES : IDOK;
}

}  // namespace

BOOL PeekMessageA(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax, UINT wRemoveMsg) {
    return safely<BOOL>(FALSE, [&]() -> BOOL {
        poll_pumping({}, deadline_after(0));
        const auto found =
            MessageQueue::mine().next({hWnd, wMsgFilterMin, wMsgFilterMax}, (wRemoveMsg & PM_REMOVE) != 0);
        if (found) *lpMsg = *found;
        return found.has_value();
    });
}

BOOL GetMessageA(LPMSG lpMsg, HWND hWnd, UINT wMsgFilterMin, UINT wMsgFilterMax) {
    return safely<BOOL>(-1, [&]() -> BOOL {
        if (hWnd != nullptr && !IsWindow(hWnd)) {
            SetLastError(ERROR_INVALID_WINDOW_HANDLE);
            return -1;
        }
        MessageQueue& queue = MessageQueue::mine();
        for (;;) {
            if (const auto found = queue.next({hWnd, wMsgFilterMin, wMsgFilterMax}, true)) {
                *lpMsg = *found;
                return lpMsg->message != WM_QUIT;
            }
            pollfd wanted{queue.fd(), POLLIN, 0};
            poll_pumping({&wanted, 1}, queue.next_timer());
        }
    });
}

LRESULT DispatchMessageA(const MSG* lpMsg) {
    if (lpMsg->message == WM_TIMER && lpMsg->lParam != 0) {
        reinterpret_cast<TIMERPROC>(lpMsg->lParam)(lpMsg->hwnd, WM_TIMER, lpMsg->wParam, lpMsg->time);
        return 0;
    }
    return lpMsg->hwnd != nullptr ? call_procedure(lpMsg->hwnd, lpMsg->message, lpMsg->wParam, lpMsg->lParam) : 0;
}

BOOL PostMessageA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) {
    return safely<BOOL>(FALSE, [&]() -> BOOL {
        if (hWnd == nullptr) return MessageQueue::mine().post(message_of(nullptr, Msg, wParam, lParam));
        const auto queue = queue_of(hWnd);
        return queue && queue->post(message_of(hWnd, Msg, wParam, lParam));
    });
}

BOOL PostThreadMessageA(DWORD idThread, UINT Msg, WPARAM wParam, LPARAM lParam) {
    return safely<BOOL>(FALSE, [&]() -> BOOL {
        constexpr DWORD invalid_thread = 1444;  // ERROR_INVALID_THREAD_ID
        const auto queue = MessageQueue::of_thread(idThread);
        if (!queue || !queue->post(message_of(nullptr, Msg, wParam, lParam))) return failed_with(invalid_thread);
        return TRUE;
    });
}

LRESULT SendMessageA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) {
    return safely<LRESULT>(0, [&]() -> LRESULT {
        const auto queue = queue_of(hWnd);
        if (!queue) return 0;
        if (queue->thread() == GetCurrentThreadId()) return call_procedure(hWnd, Msg, wParam, lParam);
        return queue->send(message_of(hWnd, Msg, wParam, lParam));
    });
}

VOID PostQuitMessage(int nExitCode) {
    safely(0, [&] { return MessageQueue::mine().quit(nExitCode), 0; });
}

UINT_PTR SetTimer(HWND hWnd, UINT_PTR nId, UINT uMilliseconds, TIMERPROC lpProc) {
    return safely<UINT_PTR>(0, [&]() -> UINT_PTR {
        const auto queue = timer_queue(hWnd);
        return !queue ? 0 : queue->set_timer(hWnd, nId, uMilliseconds, lpProc);
    });
}
BOOL KillTimer(HWND hWnd, UINT_PTR nId) {
    return safely<BOOL>(FALSE, [&]() -> BOOL {
        const auto queue = timer_queue(hWnd);
        return queue && queue->kill_timer(hWnd, nId);
    });
}

UINT RegisterWindowMessageW(LPCWSTR lpText) {
    return safely<UINT>(0, [&]() -> UINT {
        constexpr UINT ras_dial_event = 0xCCCD;  // WM_RASDIALEVENT
        if (lpText == nullptr || *lpText == 0) {
            SetLastError(ERROR_INVALID_PARAMETER);
            return 0;
        }
        const std::u16string text = folded(lpText);
        if (text == u"rasdialevent") return ras_dial_event;
        RegisteredMessages& registered = registered_messages();
        const std::lock_guard lock(registered.mutex);
        const auto [place, is_new] = registered.numbers.try_emplace(text, registered.next);
        if (is_new && ++registered.next == ras_dial_event) ++registered.next;
        return place->second;
    });
}
UINT RegisterWindowMessageA(LPCSTR lpText) {
    return safely<UINT>(0, [&] { return RegisterWindowMessageW(lpText ? utf16(lpText).c_str() : nullptr); });
}

int MessageBoxA(HWND, LPCSTR lpText, LPCSTR lpCaption, UINT uType) {
    return safely(0,
                  [&] { return show_box(utf16(lpCaption ? lpCaption : "Error"), utf16(lpText ? lpText : ""), uType); });
}
int MessageBoxW(HWND, LPCWSTR lpText, LPCWSTR lpCaption, UINT uType) {
    return safely(0, [&] { return show_box(lpCaption ? lpCaption : u"Error", lpText ? lpText : u"", uType); });
}
