#include "server/control.h"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <memory>

namespace openras::server {

namespace {

namespace asio = boost::asio;
using Protocol = asio::local::stream_protocol;

constexpr std::size_t longest_line = 4096;
constexpr auto accept_pause = std::chrono::milliseconds(200);

/// One connection; keeps itself alive until the other end closes.
class Conversation : public std::enable_shared_from_this<Conversation> {
  public:
    Conversation(Protocol::socket socket, Control::Handler handler)
        : socket_(std::move(socket)), handler_(std::move(handler)) {}

    void read() {
        asio::async_read_until(socket_, asio::dynamic_buffer(input_, longest_line), '\n',
                               [self = shared_from_this()](const boost::system::error_code& error, std::size_t size) {
                                   if (!error) self->answer(size);
                               });
    }

  private:
    void answer(std::size_t size) {
        output_ = handler_(std::string_view(input_).substr(0, size - 1));
        input_.erase(0, size);
        asio::async_write(socket_, asio::buffer(output_),
                          [self = shared_from_this()](const boost::system::error_code& error, std::size_t) {
                              if (!error) self->read();
                          });
    }

    Protocol::socket socket_;
    Control::Handler handler_;
    std::string input_;
    std::string output_;
};

}  // namespace

Control::Control(asio::io_context& io, const std::string& path, Handler handler)
    : acceptor_(io), pause_(io), path_(path), handler_(std::move(handler)) {
    ::unlink(path.c_str());
    acceptor_.open(Protocol());
    const auto mask = ::umask(0177);
    boost::system::error_code error;
    acceptor_.bind(Protocol::endpoint(path), error);
    ::umask(mask);
    if (error) throw boost::system::system_error(error, path);
    acceptor_.listen();
    accept();
}

Control::~Control() {
    ::unlink(path_.c_str());
}

void Control::accept() {
    acceptor_.async_accept([this](const boost::system::error_code& error, Protocol::socket socket) {
        if (error == asio::error::operation_aborted) return;
        if (!error) {
            std::make_shared<Conversation>(std::move(socket), handler_)->read();
            return accept();
        }
        // Too many open files: who waits stays readable, and trying again at once would do nothing else any more.
        pause_.expires_after(accept_pause);
        pause_.async_wait([this](const boost::system::error_code& stopped) {
            if (!stopped) accept();
        });
    });
}

}  // namespace openras::server
