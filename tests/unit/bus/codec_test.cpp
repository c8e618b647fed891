// What one end writes, the other end reads: each message of the contract, with every field set, through a real sd-bus
// message.
#include "bus/codec.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <memory>

#include "bus/messages.h"

namespace openras::bus {
namespace {

class Codec : public testing::Test {
  protected:
    void SetUp() override {
        ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends_), 0);
        ASSERT_GE(sd_bus_new(&bus_), 0);
        ASSERT_GE(sd_bus_set_fd(bus_, ends_[0], ends_[0]), 0);
        ASSERT_GE(sd_bus_start(bus_), 0);
    }
    void TearDown() override {
        sd_bus_close_unref(bus_);
        close(ends_[1]);
    }

    sd_bus_message* message() {
        sd_bus_message* out = nullptr;
        EXPECT_GE(sd_bus_message_new_method_call(bus_, &out, nullptr, object_path, interface_name, "Test"), 0);
        return out;
    }

    template <Record T>
    T through_a_message(const T& body) {
        const std::unique_ptr<sd_bus_message, decltype(&sd_bus_message_unref)> written(message(),
                                                                                       &sd_bus_message_unref);
        EXPECT_GE(append_body(written.get(), body), 0);
        EXPECT_GE(sd_bus_message_seal(written.get(), 1, 0), 0);
        T out{};
        EXPECT_GE(read_body(written.get(), out), 0);
        return out;
    }

    sd_bus* bus_ = nullptr;
    int ends_[2] = {-1, -1};
};

TEST_F(Codec, ASecretIsWipedWhereItIsReadFrom) {
    const std::unique_ptr<sd_bus_message, decltype(&sd_bus_message_unref)> written(message(), &sd_bus_message_unref);
    ASSERT_GE(append_body(written.get(), EapDataReply{0, Secret("secret")}), 0);
    ASSERT_GE(sd_bus_message_seal(written.get(), 1, 0), 0);
    EapDataReply body;
    const char* in_message = nullptr;
    ASSERT_GE(sd_bus_message_read(written.get(), "us", &body.error, &in_message), 0);
    EXPECT_STREQ(in_message, "secret");
    ASSERT_GE(sd_bus_message_rewind(written.get(), 1), 0);
    ASSERT_GE(read_body(written.get(), body), 0);
    EXPECT_EQ(body.data.reveal(), "secret");
    EXPECT_EQ(std::string(in_message, 6), std::string(6, '\0')) << "the message keeps no copy";
}

/// Gives each field a value of its own.
template <typename T>
void fill(T& value, unsigned& next) {
    if constexpr (std::is_same_v<T, bool>)
        value = true;
    else if constexpr (std::is_integral_v<T>)
        value = static_cast<T>(++next);
    else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, Secret>)
        value = T("text ü " + std::to_string(++next));
    else if constexpr (is_vector<T>::value) {
        value.resize(2);
        for (auto& element : value) fill(element, next);
    } else
        std::apply([&](auto&... field) { (fill(field, next), ...); }, value.fields());
}

template <typename T>
bool same(T& left, T& right) {
    if constexpr (is_vector<T>::value) {
        if (left.size() != right.size()) return false;
        for (std::size_t i = 0; i < left.size(); ++i)
            if (!same(left[i], right[i])) return false;
        return true;
    } else if constexpr (Record<T>) {
        bool equal = true;
        auto mine = left.fields();
        auto others = right.fields();
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            ((equal = equal && same(std::get<I>(mine), std::get<I>(others))), ...);
        }(std::make_index_sequence<std::tuple_size_v<decltype(mine)>>());
        return equal;
    } else {
        return left == right;
    }
}

#define EXPECT_ROUND_TRIP(Type)                    \
    {                                              \
        Type written{};                            \
        unsigned next = 0;                         \
        fill(written, next);                       \
        Type read = through_a_message(written);    \
        EXPECT_TRUE(same(written, read)) << #Type; \
    }

TEST_F(Codec, EachMessageComesThroughWhole) {
    EXPECT_ROUND_TRIP(HelloRequest);
    EXPECT_ROUND_TRIP(HelloReply);
    EXPECT_ROUND_TRIP(DialRequest);
    EXPECT_ROUND_TRIP(DialReply);
    EXPECT_ROUND_TRIP(HandleRequest);
    EXPECT_ROUND_TRIP(HangUpRequest);
    EXPECT_ROUND_TRIP(ErrorReply);
    EXPECT_ROUND_TRIP(StatusReply);
    EXPECT_ROUND_TRIP(ProjectionReply);
    EXPECT_ROUND_TRIP(CauseReply);
    EXPECT_ROUND_TRIP(EnumReply);
    EXPECT_ROUND_TRIP(Notification);
    EXPECT_ROUND_TRIP(NotificationReply);
    EXPECT_ROUND_TRIP(NotPumping);
    EXPECT_ROUND_TRIP(StateChanged);
}

TEST_F(Codec, ABodyOfAnotherShapeIsRefused) {
    const std::unique_ptr<sd_bus_message, decltype(&sd_bus_message_unref)> written(message(), &sd_bus_message_unref);
    ASSERT_GE(append_body(written.get(), ErrorReply{7}), 0);
    ASSERT_GE(sd_bus_message_seal(written.get(), 1, 0), 0);
    HangUpRequest other;
    EXPECT_EQ(read_body(written.get(), other), -EBADMSG);
}

TEST_F(Codec, AnEmptyPasswordIsAPassword) {
    DialRequest written;
    EXPECT_TRUE(through_a_message(written).password.empty());
}

TEST(Signature, IsDBus) {
    EXPECT_EQ(body_signature<HangUpRequest>(), "ubb");
    EXPECT_EQ(body_signature<Notification>(), "uuuuut");
    EXPECT_EQ(body_signature<Empty>(), "");
}

}  // namespace
}  // namespace openras::bus
