// The RAS API for modern C++: connections that hang up after themselves, errors as values, and co_await with
// Boost.Asio. Header only, on the C API of ras.h and raschannel.h; needs C++23 (std::expected) and, for async_dial,
// Boost.Asio 1.81 or later.
//
//     ras::Dial what{.entry = "Office", .user = "bob", .password = secret};
//     auto office = co_await ras::async_dial(std::move(what));
//     if (!office) std::cerr << office.error().message() << '\n';
//
// The parameters are a named object: GCC 12 destroys a braced temporary in a co_await expression twice.
#ifndef OPENRAS_RAS_HPP
#define OPENRAS_RAS_HPP

#include <raschannel.h>
#include <rasnotify.h>

#include <cstring>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#if __has_include(<boost/asio/any_io_executor.hpp>)
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#define OPENRAS_HAS_ASIO 1
#endif

namespace ras {

/// An error number of raserror.h, or a Win32 one.
struct Error {
    DWORD code = 0;

    /// RasGetErrorString's sentence; "" for numbers that are not RAS's.
    [[nodiscard]] std::string text() const {
        char buffer[512] = "";
        return RasGetErrorStringA(code, buffer, sizeof buffer) == 0 ? buffer : "";
    }
    /// "691: the user name or password was refused ..."
    [[nodiscard]] std::string message() const { return std::to_string(code) + ": " + text(); }
    bool operator==(const Error&) const = default;
};

template <typename T>
using Result = std::expected<T, Error>;

/// One state of a dial.
struct Progress {
    HRASCONN connection = nullptr;
    RASCONNSTATE state = RASCS_OpenPort;
    DWORD error = 0;
};

/// What to dial. Texts are UTF-8; "" takes the entry's value, an empty phonebook means the default books.
struct Dial {
    std::string phonebook;
    std::string entry;
    std::string user;
    std::string password;
    std::string domain;
    std::string phone_number;
    DWORD options = 0;  ///< RDEOPT_*
};

/// A reference to a connection. Its destructor releases it, which ends the connection unless others hold it too;
/// detach() leaves it up.
class Connection {
  public:
    Connection() = default;
    explicit Connection(HRASCONN handle) : handle_(handle) {}
    ~Connection() { reset(); }
    Connection(Connection&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Connection& operator=(Connection&& other) noexcept {
        if (this != &other) {
            reset();
            handle_ = std::exchange(other.handle_, nullptr);
        }
        return *this;
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] HRASCONN handle() const { return handle_; }
    explicit operator bool() const { return handle_ != nullptr; }
    /// Gives the reference away: the connection stays when this object goes, and when the process ends.
    HRASCONN detach() { return std::exchange(handle_, nullptr); }

    /// Releases the reference and waits until the connection is gone, 5 s at most.
    Result<void> hang_up() {
        if (const DWORD error = RasHangUpA(std::exchange(handle_, nullptr))) return std::unexpected(Error{error});
        return {};
    }
    [[nodiscard]] Result<RASCONNSTATUSA> status() const {
        RASCONNSTATUSA status{};
        status.dwSize = sizeof status;
        if (const DWORD error = RasGetConnectStatusA(handle_, &status)) return std::unexpected(Error{error});
        return status;
    }
    /// What IPCP has negotiated; an error too where IPCP itself has failed.
    [[nodiscard]] Result<RASPPPIPA> ipv4() const { return projection<RASPPPIPA>(RASP_PppIp); }
    [[nodiscard]] Result<RASPPPIPV6> ipv6() const { return projection<RASPPPIPV6>(RASP_PppIpv6); }
    /// Why it failed or dropped.
    [[nodiscard]] Result<RASDISCONNECTCAUSE> cause() const {
        RASDISCONNECTCAUSE cause{};
        cause.dwSize = sizeof cause;
        if (const DWORD error = RasGetDisconnectCause(handle_, &cause)) return std::unexpected(Error{error});
        return cause;
    }

  private:
    template <typename Struct>
    [[nodiscard]] Result<Struct> projection(RASPROJECTION protocol) const {
        Struct result{};
        DWORD size = result.dwSize = sizeof result;
        if (const DWORD error = RasGetProjectionInfoA(handle_, protocol, &result, &size))
            return std::unexpected(Error{error});
        if (result.dwError != 0) return std::unexpected(Error{result.dwError});
        return result;
    }
    void reset() {
        if (handle_ != nullptr) RasHangUpA(std::exchange(handle_, nullptr));
    }

    HRASCONN handle_ = nullptr;
};

namespace detail {

/// RASDIALPARAMS and RASDIALEXTENSIONS of a Dial; the password is wiped with it.
class Parameters {
  public:
    static Result<std::unique_ptr<Parameters>> from(const Dial& dial) {
        auto made = std::unique_ptr<Parameters>(new Parameters);
        RASDIALPARAMSA& params = made->params;
        const bool fits = put(dial.entry, params.szEntryName) && put(dial.user, params.szUserName) &&
                          put(dial.password, params.szPassword) && put(dial.domain, params.szDomain) &&
                          put(dial.phone_number, params.szPhoneNumber);
        if (!fits) return std::unexpected(Error{ERROR_INVALID_PARAMETER});
        made->extensions.dwfOptions = dial.options;
        return made;
    }
    ~Parameters() {
        volatile char* byte = reinterpret_cast<volatile char*>(&params);
        for (std::size_t i = 0; i < sizeof params; ++i) byte[i] = 0;
    }
    Parameters(const Parameters&) = delete;
    Parameters& operator=(const Parameters&) = delete;

    RASDIALPARAMSA params{};
    RASDIALEXTENSIONS extensions{};

  private:
    Parameters() {
        params.dwSize = sizeof params;
        extensions.dwSize = sizeof extensions;
    }
    template <std::size_t N>
    static bool put(std::string_view text, char (&field)[N]) {
        if (text.size() >= N) return false;
        std::memcpy(field, text.data(), text.size());
        return true;
    }
};

inline const char* book_of(const Dial& dial) {
    return dial.phonebook.empty() ? nullptr : dial.phonebook.c_str();
}

}  // namespace detail

/// Dials and returns when the connection is up or has failed (then it has been hung up already).
inline Result<Connection> dial(const Dial& what) {
    auto parameters = detail::Parameters::from(what);
    if (!parameters) return std::unexpected(parameters.error());
    HRASCONN handle = nullptr;
    const DWORD error =
        RasDialA(&(*parameters)->extensions, detail::book_of(what), &(*parameters)->params, 0, nullptr, &handle);
    Connection connection(handle);
    if (error != 0) return std::unexpected(Error{error});
    return connection;
}

#ifdef OPENRAS_HAS_ASIO

namespace detail {

namespace asio = boost::asio;

/// One dial under way: a channel of its own, pumped on a strand of the awaiter's executor whenever it is readable.
template <typename Handler>
class Operation : public std::enable_shared_from_this<Operation<Handler>> {
  public:
    Operation(Handler handler, std::function<void(const Progress&)> progress, const asio::any_io_executor& fallback)
        : handler_(std::move(handler)),
          progress_(std::move(progress)),
          executor_(asio::get_associated_executor(handler_, fallback)),
          work_(executor_),
          strand_(asio::make_strand(asio::any_io_executor(executor_))),
          readable_(strand_) {}
    ~Operation() {  // not finished: the executor's context is going away
        close();
        if (handle_ != nullptr) RasBeginHangUp(handle_);
    }
    Operation(const Operation&) = delete;
    Operation& operator=(const Operation&) = delete;

    void begin(Dial what) {
        auto slot = asio::get_associated_cancellation_slot(handler_);
        if (slot.is_connected())
            slot.assign([weak = this->weak_from_this()](asio::cancellation_type) {
                if (auto self = weak.lock()) asio::dispatch(self->strand_, [self] { self->cancel(); });
            });
        asio::dispatch(strand_, [self = this->shared_from_this(), what = std::move(what)] { self->dial(what); });
    }

  private:
    void dial(const Dial& what) {
        auto parameters = Parameters::from(what);
        if (!parameters) return finish(parameters.error().code);
        if (const DWORD error = RasChannelOpen(&channel_)) return finish(error);
        int fd = -1;
        RasChannelFd(channel_, &fd);
        readable_.assign(fd);
        (*parameters)->params.dwCallbackId = reinterpret_cast<ULONG_PTR>(this);
        const DWORD error =
            RasChannelDialA(channel_, &(*parameters)->extensions, book_of(what), &(*parameters)->params,
                            RASDIAL_NOTIFIER_FUNC2, reinterpret_cast<void*>(&Operation::on_state), &handle_);
        if (error != 0) return finish(error);
        if (cancelled_) RasBeginHangUp(handle_);
        watch();
    }
    void watch() {
        readable_.async_wait(
            asio::posix::stream_descriptor::wait_read,
            asio::bind_executor(strand_, [self = this->shared_from_this()](boost::system::error_code error) {
                if (error || !self->channel_) return;
                RasChannelPump(self->channel_, 0, nullptr);
                if (self->ended_)
                    self->finish(self->error_);
                else
                    self->watch();
            }));
    }
    static DWORD on_state(ULONG_PTR id, DWORD, HRASCONN connection, UINT, RASCONNSTATE state, DWORD error, DWORD) {
        auto* self = reinterpret_cast<Operation*>(id);
        if (self->progress_) self->progress_({connection, state, error});
        if (error != 0 || state == RASCS_Connected) {
            self->ended_ = true;
            self->error_ = error;
        }
        return 1;
    }
    void cancel() {
        cancelled_ = true;
        if (handle_ != nullptr) RasBeginHangUp(handle_);  // the dial hears its last error, 631, and ends with it
    }
    void close() {
        if (readable_.is_open()) readable_.release();  // the descriptor is the channel's
        if (channel_ != nullptr) RasChannelClose(std::exchange(channel_, nullptr));
    }
    void finish(DWORD error) {
        asio::get_associated_cancellation_slot(handler_).clear();
        close();
        Result<Connection> result = std::unexpected(Error{error});
        if (error == 0)
            result = Connection(std::exchange(handle_, nullptr));
        else if (handle_ != nullptr)
            RasBeginHangUp(std::exchange(handle_, nullptr));  // not RasHangUp: an executor's thread must not wait
        asio::dispatch(executor_, [handler = std::move(handler_), result = std::move(result)]() mutable {
            std::move(handler)(std::move(result));
        });
    }

    Handler handler_;
    std::function<void(const Progress&)> progress_;
    asio::associated_executor_t<Handler, asio::any_io_executor> executor_;
    asio::executor_work_guard<asio::associated_executor_t<Handler, asio::any_io_executor>> work_;
    asio::strand<asio::any_io_executor> strand_;
    asio::posix::stream_descriptor readable_;
    HRASCHANNEL channel_ = nullptr;
    HRASCONN handle_ = nullptr;
    bool cancelled_ = false;
    bool ended_ = false;
    DWORD error_ = 0;
};

}  // namespace detail

/// Dials without blocking a thread and completes on the awaiter's associated executor with a Result<Connection>; the
/// dial lives as long as this operation, whatever thread it began in. `progress` hears each state on that executor, and
/// the dial waits until it has returned. Cancellation hangs up, and the result is error 631.
/// @param executor for tokens without an executor of their own
template <typename Token = boost::asio::use_awaitable_t<>>
auto async_dial(const boost::asio::any_io_executor& executor, Dial what,
                std::function<void(const Progress&)> progress = nullptr, Token&& token = Token()) {
    return boost::asio::async_initiate<Token, void(Result<Connection>)>(
        [executor](auto handler, Dial dialled, std::function<void(const Progress&)> hears) {
            using Handler = std::decay_t<decltype(handler)>;
            std::make_shared<detail::Operation<Handler>>(std::move(handler), std::move(hears), executor)
                ->begin(std::move(dialled));
        },
        token, std::move(what), std::move(progress));
}

/// For coroutines: on the coroutine's own executor.
inline boost::asio::awaitable<Result<Connection>> async_dial(Dial what,
                                                             std::function<void(const Progress&)> progress = nullptr) {
    const auto executor = co_await boost::asio::this_coro::executor;
    co_return co_await async_dial(executor, std::move(what), std::move(progress), boost::asio::use_awaitable);
}

#endif

}  // namespace ras

#endif
