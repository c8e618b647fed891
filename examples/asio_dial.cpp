// The asynchronous operation as a coroutine: co_await ras::async_dial completes on the coroutine's own executor; a
// timer on the same thread shows that nothing blocks.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <chrono>
#include <cstdio>
#include <ras.hpp>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

asio::awaitable<void> dial_and_show(ras::Dial what, std::chrono::seconds stay, int& status) {
    const auto begun = std::chrono::steady_clock::now();
    const auto elapsed = [begun] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    };
    auto connection = co_await ras::async_dial(std::move(what), [&](const ras::Progress& at) {
        std::printf("%8.3f s  state %d\n", elapsed(), static_cast<int>(at.state));
    });
    if (!connection) {
        std::fprintf(stderr, "%s\n", connection.error().message().c_str());
        status = 1;
        co_return;
    }
    if (const auto ip = connection->ipv4())
        std::printf("%8.3f s  connected: our address %s, the peer's %s\n", elapsed(), ip->szIpAddress,
                    ip->szServerIpAddress);
    if (stay == 0s) {
        connection->detach();  // the link stays up
        co_return;
    }
    asio::steady_timer timer(co_await asio::this_coro::executor, stay);
    co_await timer.async_wait(asio::use_awaitable);
    if (const auto gone = connection->hang_up(); gone) std::printf("%8.3f s  hung up\n", elapsed());
}

}  // namespace

int main(int count, char** words) {
    if (count < 3) {
        std::fprintf(stderr, "usage: %s PHONEBOOK ENTRY [USER PASSWORD [SECONDS]]\n", words[0]);
        return 2;
    }
    ras::Dial what;
    what.phonebook = words[1];
    what.entry = words[2];
    if (count > 4) {
        what.user = words[3];
        what.password = words[4];
    }
    asio::io_context context;
    int status = 0;
    const std::chrono::seconds stay(count > 5 ? std::atoi(words[5]) : 0);
    asio::co_spawn(context, dial_and_show(std::move(what), stay, status), asio::detached);
    context.run();
    return status;
}
