// The control socket in a folder of the test's own.
#include "server/control.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <vector>

#include "base/unique_fd.h"

namespace openras::server {
namespace {

using namespace std::chrono_literals;
using Socket = boost::asio::local::stream_protocol::socket;

class ControlTest : public testing::Test {
  protected:
    ControlTest() { folder = ::mkdtemp(pattern); }
    ~ControlTest() override { std::filesystem::remove_all(folder); }

    char pattern[32] = "/tmp/openras-control-XXXXXX";
    std::string folder;
    boost::asio::io_context io;
};

TEST_F(ControlTest, WithoutFreeDescriptorsItWaitsInsteadOfSpinning) {
    const Control control(io, folder + "/c", [](std::string_view line) { return std::string(line) + "!\nok\n"; });
    boost::asio::io_context clients;
    Socket client(clients);
    client.connect({folder + "/c"});
    std::vector<UniqueFd> all;
    rlimit limit{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &limit), 0);
    const rlimit small{std::min<rlim_t>(limit.rlim_cur, 64), limit.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &small), 0);
    while (true) {
        UniqueFd one(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        if (!one) break;
        all.push_back(std::move(one));
    }
    EXPECT_LT(io.run_for(300ms), 20u);
    all.clear();
    ::setrlimit(RLIMIT_NOFILE, &limit);
    // Who waited meanwhile is served.
    boost::asio::write(client, boost::asio::buffer(std::string_view("hello\n")));
    io.restart();
    std::string answer;
    bool done = false;
    boost::asio::async_read_until(client, boost::asio::dynamic_buffer(answer), "ok\n",
                                  [&](const boost::system::error_code&, std::size_t) { done = true; });
    const auto until = std::chrono::steady_clock::now() + 5s;
    while (!done && std::chrono::steady_clock::now() < until) {
        io.run_one_for(10ms);
        clients.restart();
        clients.poll();
    }
    EXPECT_EQ(answer, "hello!\nok\n");
}

}  // namespace
}  // namespace openras::server
