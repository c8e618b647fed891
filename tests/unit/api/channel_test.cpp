// raschannel.h and rasnotify.h: channels without a thread, what their functions make of their arguments.
#include <poll.h>
#include <raschannel.h>

#include "api_fixture.h"
#include "faces.h"

namespace openras::test {
namespace {

constexpr DWORD invalid = ERROR_INVALID_PARAMETER;
constexpr DWORD invalid_handle = ERROR_INVALID_HANDLE;

template <typename Traits>
class Channels : public ApiTest {
  protected:
    Channels() { EXPECT_EQ(RasChannelOpen(&channel_), 0U); }
    ~Channels() override { EXPECT_EQ(RasChannelClose(channel_), 0U); }

    HRASCHANNEL channel_ = nullptr;
    std::basic_string<typename Traits::Char> path_ = text<Traits>(book());
    typename Traits::DialParams params_ = dial_params<Traits>("Büro", "jürgen", "geheim");
    void* const handler_ = reinterpret_cast<void*>(&on_state1);
};
TYPED_TEST_SUITE(Channels, Faces);

TYPED_TEST(Channels, AreDialledOnAndPumped) {
    HRASCONN connection = nullptr;
    ASSERT_EQ(FACE(RasChannelDial)(this->channel_, nullptr, this->path_.c_str(), &this->params_, 1U, this->handler_,
                                   &connection),
              0U);
    EXPECT_EQ(this->manager_.dial(number(connection)).request.entry, "Büro");
    EXPECT_EQ(this->manager_.dial(number(connection)).request.user, "jürgen");
    int fd = -1;
    ASSERT_EQ(RasChannelFd(this->channel_, &fd), 0U);
    pollfd state{fd, POLLIN, 0};
    ASSERT_EQ(poll(&state, 1, 10'000), 1);
    DWORD delivered = 0;
    ASSERT_EQ(RasChannelPumpOne(this->channel_, INFINITE, &delivered), 0U);
    EXPECT_EQ(delivered, 1U);
    while (this->states().size() < whole_dial().size()) ASSERT_EQ(RasChannelPump(this->channel_, 10'000, nullptr), 0U);
    EXPECT_EQ(recorder().calls().back().state, RASCS_Connected);
    EXPECT_EQ(recorder().calls().back().connection, connection);
    EXPECT_EQ(RasBeginHangUp(connection), 0U);
    EXPECT_EQ(RasBeginHangUp(connection), static_cast<DWORD>(ERROR_NO_CONNECTION));
}

TYPED_TEST(Channels, ArgumentsOfADialAreChecked) {
    HRASCONN connection = nullptr;
    const auto dial = [&](HRASCHANNEL channel, DWORD type, void* notifier) {
        return FACE(RasChannelDial)(channel, nullptr, this->path_.c_str(), &this->params_, type, notifier, &connection);
    };
    EXPECT_EQ(dial(nullptr, 1, this->handler_), invalid_handle);
    EXPECT_EQ(dial(this->channel_, 1, nullptr), invalid);
    EXPECT_EQ(dial(this->channel_, 3, this->handler_), invalid);
    EXPECT_EQ(dial(this->channel_, RASDIAL_NOTIFIER_WINDOW, this->handler_), invalid);
    connection = api::to_hrasconn(0x7FFFFFFF);
    EXPECT_EQ(dial(this->channel_, 1, this->handler_), invalid_handle) << "no such dial to resume";
    connection = nullptr;
    this->params_.dwSize -= 1;
    EXPECT_EQ(dial(this->channel_, 1, this->handler_), static_cast<DWORD>(ERROR_INVALID_SIZE));
    this->params_ = dial_params<TypeParam>("Keiner");
    EXPECT_EQ(dial(this->channel_, 1, this->handler_), static_cast<DWORD>(ERROR_CANNOT_FIND_PHONEBOOK_ENTRY));
    EXPECT_EQ(connection, nullptr);
    DWORD delivered = 99;
    EXPECT_EQ(RasChannelPump(this->channel_, INFINITE, &delivered), 0U) << "nothing is pending";
    EXPECT_EQ(delivered, 0U);
}

using ChannelArguments = ApiTest;

TEST_F(ChannelArguments, AreChecked) {
    int fd = -1;
    DWORD delivered = 99;
    EXPECT_EQ(RasChannelOpen(nullptr), invalid);
    EXPECT_EQ(RasChannelClose(nullptr), invalid_handle);
    EXPECT_EQ(RasChannelFd(nullptr, &fd), invalid_handle);
    EXPECT_EQ(RasChannelPump(nullptr, 0, &delivered), invalid_handle);
    EXPECT_EQ(RasChannelPumpOne(nullptr, 0, &delivered), invalid_handle);
    EXPECT_EQ(delivered, 0U);
    EXPECT_EQ(RasGetNotificationFd(nullptr), invalid);
    expect_handle_checked([](HRASCONN of) { return RasBeginHangUp(of); });
    HRASCHANNEL channel = nullptr;
    ASSERT_EQ(RasChannelOpen(&channel), 0U);
    EXPECT_EQ(RasChannelFd(channel, nullptr), invalid);
    EXPECT_EQ(RasChannelClose(channel), 0U);
    manager_.kill();
    channel = nullptr;
    EXPECT_EQ(RasChannelOpen(&channel), static_cast<DWORD>(ERROR_RASMAN_CANNOT_INITIALIZE));
    EXPECT_EQ(channel, nullptr);
}

}  // namespace
}  // namespace openras::test
