// The control socket: a line in, lines out, the last of them "ok" or "error TEXT".
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <string>
#include <string_view>

namespace openras::server {

class Control {
  public:
    using Handler = std::function<std::string(std::string_view line)>;

    /// Listens at `path` (mode 0600; a socket that is there is replaced). Throws boost::system::system_error.
    Control(boost::asio::io_context& io, const std::string& path, Handler handler);
    ~Control();
    Control(const Control&) = delete;
    Control& operator=(const Control&) = delete;

  private:
    void accept();

    boost::asio::local::stream_protocol::acceptor acceptor_;
    boost::asio::steady_timer pause_;
    std::string path_;
    Handler handler_;
};

}  // namespace openras::server
