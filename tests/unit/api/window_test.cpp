// A window as notifier, on an X server of the test's own (Xvfb); skipped where there is none.
#include <poll.h>
#include <sys/wait.h>
#include <xcb/xcb.h>

#include <memory>

#include "api_fixture.h"

namespace openras::test {
namespace {

using Kind = Event::Kind;

class Window : public ApiTest {
  protected:
    void SetUp() override {
        int ready[2];
        if (access("/usr/bin/Xvfb", X_OK) != 0) GTEST_SKIP() << "no Xvfb";
        ASSERT_EQ(pipe(ready), 0);
        server_ = fork();
        if (server_ == 0) {
            dup2(ready[1], 9);
            execl("/usr/bin/Xvfb", "Xvfb", "-displayfd", "9", "-nolisten", "tcp", "-screen", "0", "64x64x8",
                  static_cast<char*>(nullptr));
            _exit(127);
        }
        close(ready[1]);
        std::string number;  // digits and a line end, which may come apart
        for (char byte = 0; read(ready[0], &byte, 1) == 1 && byte != '\n';) number += byte;
        close(ready[0]);
        ASSERT_FALSE(number.empty());
        setenv("DISPLAY", (":" + number).c_str(), 1);
        connection_ = xcb_connect(nullptr, nullptr);
        ASSERT_EQ(xcb_connection_has_error(connection_), 0);
        const auto* screen = xcb_setup_roots_iterator(xcb_get_setup(connection_)).data;
        window_ = xcb_generate_id(connection_);
        xcb_create_window(connection_, XCB_COPY_FROM_PARENT, window_, screen->root, 0, 0, 8, 8, 0,
                          XCB_WINDOW_CLASS_INPUT_OUTPUT, screen->root_visual, 0, nullptr);
        event_ = intern(RASDIALEVENTX11);
        done_ = intern(RASDIALEVENTDONEX11);
        xcb_flush(connection_);
    }
    void TearDown() override {
        if (connection_ != nullptr) xcb_disconnect(connection_);
        if (server_ > 0) {
            kill(server_, SIGTERM);
            waitpid(server_, nullptr, 0);
        }
    }

    xcb_atom_t intern(const char* name) {
        const auto cookie = xcb_intern_atom(connection_, 0, static_cast<std::uint16_t>(std::strlen(name)), name);
        const std::unique_ptr<xcb_intern_atom_reply_t, void (*)(void*)> reply(
            xcb_intern_atom_reply(connection_, cookie, nullptr), free);
        return reply->atom;
    }

    HRASCONN dial_window(DWORD expected = 0) {
        RASDIALPARAMSA with = params();
        HRASCONN connection = nullptr;
        EXPECT_EQ(RasDialA(nullptr, book().c_str(), &with, RASDIAL_NOTIFIER_WINDOW,
                           reinterpret_cast<void*>(static_cast<std::uintptr_t>(window_)), &connection),
                  expected);
        return connection;
    }

    /// The next RasDialEvent that the window receives; nothing after 5 s.
    std::optional<RASWINDOWEVENT> next_event() {
        for (;;) {
            const std::unique_ptr<xcb_generic_event_t, void (*)(void*)> event(xcb_poll_for_event(connection_), free);
            if (!event) {
                pollfd state{xcb_get_file_descriptor(connection_), POLLIN, 0};
                if (poll(&state, 1, 5000) != 1) return std::nullopt;
                continue;
            }
            const auto* message = reinterpret_cast<xcb_client_message_event_t*>(event.get());
            if ((event->response_type & 0x7F) != XCB_CLIENT_MESSAGE || message->type != event_) continue;
            const auto* data = message->data.data32;
            return RASWINDOWEVENT{data[0], data[1], data[2], data[3], data[4]};
        }
    }

    pid_t server_ = -1;
    xcb_connection_t* connection_ = nullptr;
    xcb_window_t window_ = 0;
    xcb_atom_t event_ = 0;
    xcb_atom_t done_ = 0;
};

TEST_F(Window, ReceivesEachStateAndTheDialWaitsForItsAnswer) {
    in_thread([&] {
        const HRASCONN connection = dial_window();
        for (const auto& step : whole_dial()) {
            const auto event = next_event();
            ASSERT_TRUE(event);
            EXPECT_EQ(event->dwState, step.state);
            EXPECT_EQ(event->dwHandleLow, number(connection));
            EXPECT_EQ(event->dwHandleHigh, 0U);
            EXPECT_EQ(manager_.events().back().kind, Kind::Notified) << "it goes on without the answer";
            EXPECT_EQ(RasReplyWindowEvent(event->dwSerial + 1, window_), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
            EXPECT_EQ(RasReplyWindowEvent(event->dwSerial, window_), 0U);
            ASSERT_TRUE(manager_.wait_for([&](const auto& events) {
                return events.back().kind != Kind::Notified || events.back().state != step.state;
            }));
        }
    });
}

TEST_F(Window, MayAnswerByTheDisplay) {
    in_thread([&] {
        manager_.script = {{RASCS_OpenPort}, {RASCS_Connected}};
        dial_window();
        const auto event = next_event();
        ASSERT_TRUE(event);
        xcb_client_message_event_t answer{};
        answer.response_type = XCB_CLIENT_MESSAGE;
        answer.format = 32;
        answer.window = window_;
        answer.type = done_;
        answer.data.data32[4] = event->dwSerial;
        xcb_send_event(connection_, 0, window_, XCB_EVENT_MASK_STRUCTURE_NOTIFY,
                       reinterpret_cast<const char*>(&answer));
        xcb_flush(connection_);
        const auto last = next_event();
        ASSERT_TRUE(last);
        EXPECT_EQ(last->dwState, static_cast<std::uint32_t>(RASCS_Connected));
    });
}

TEST_F(Window, ThatVanishesIsAnEndedCaller) {
    in_thread([&] {
        dial_window();
        ASSERT_TRUE(next_event());
        xcb_destroy_window(connection_, window_);
        xcb_flush(connection_);
        EXPECT_TRUE(manager_.wait_for(Kind::Aborted));
    });
}

TEST_F(Window, ThatIsNoneIsAnInvalidParameter) {
    in_thread([&] {
        xcb_destroy_window(connection_, window_);
        xcb_flush(connection_);
        intern("round trip");
        dial_window(ERROR_INVALID_PARAMETER);
        setenv("DISPLAY", ":4711", 1);
        dial_window(ERROR_INVALID_PARAMETER);
    });
}

}  // namespace
}  // namespace openras::test
