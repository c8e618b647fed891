// RasDial: checks the arguments, finds the entry, asks the manager for the connection object, tells the caller its
// handle, and only then lets the dial go. Source: RasDial function (ras.h); docs/operations.md.
#include <ras.h>
#include <raschannel.h>
#include <rasnotify.h>

#include <cstring>

#include "api/accepted_sizes.h"
#include "api/arguments.h"
#include "api/credential_store.h"
#include "api/custom_dial.h"
#include "api/dial_call.h"
#include "api/guard.h"
#include "api/lookup.h"
#include "api/process.h"
#include "api/text.h"
#include "api/thread_state.h"
#include "api/window.h"
#include "api/worker.h"

namespace openras::api {

namespace {

Handler make_handler(const DialCall& call) {
    switch (call.notifier_type) {
        case RASDIAL_NOTIFIER_FUNC:
            return [function = reinterpret_cast<RASDIALFUNC>(call.notifier)](const bus::Notification& event) {
                function(WM_RASDIALEVENT, static_cast<RASCONNSTATE>(event.state), event.error);
                return true;
            };
        case RASDIAL_NOTIFIER_FUNC1:
            return [function = reinterpret_cast<RASDIALFUNC1>(call.notifier)](const bus::Notification& event) {
                function(to_hrasconn(event.handle), WM_RASDIALEVENT, static_cast<RASCONNSTATE>(event.state),
                         event.error, event.extended_error);
                return true;
            };
        default:
            return [function = reinterpret_cast<RASDIALFUNC2>(call.notifier),
                    id = call.callback_id](const bus::Notification& event) {
                return function(id, event.subentry, to_hrasconn(event.handle), WM_RASDIALEVENT,
                                static_cast<RASCONNSTATE>(event.state), event.error, event.extended_error) != 0;
            };
    }
}

/// @param target of a new dial with an entry
Expected<bus::DialRequest> make_request(const DialCall& call, std::uint32_t resume, Target target) {
    bus::DialRequest request;
    request.resume = resume;
    request.entry = call.entry;
    request.phone_number = call.phone_number;
    request.callback_number = call.callback_number;
    request.user = call.user;
    request.password = call.password;
    request.domain = call.domain;
    request.subentry = call.subentry;
    request.options = call.options;
    if (call.entry.empty())
        request.options &= ~static_cast<std::uint32_t>(RDEOPT_UsePrefixSuffix | RDEOPT_PausedStates);
    if (call.notifier == nullptr) request.options &= ~static_cast<std::uint32_t>(RDEOPT_PausedStates);
    if (call.entry.empty()) {
        if (call.phone_number.empty() && resume == 0)
            return failure(ERROR_CANNOT_FIND_PHONEBOOK_ENTRY, "no entry and no number");
        return request;
    }
    if (resume != 0) return request;  // the manager has it
    request.phonebook = std::move(target.phonebook);
    request.system_book = target.system_book;
    request.entry = std::move(target.entry);
    request.settings = std::move(target.settings);
    if (auto filled = credential_store().fill_in(request); !filled) return std::unexpected(filled.error());
    return request;
}

/// The connection object at the manager; its handle goes to the caller at once.
Expected<bus::DialReply> create(const bus::DialRequest& request, HRASCONN* connection) {
    auto reply = Process::instance().call<bus::DialRequest, bus::DialReply>(
        bus::method::dial, request, request.resume == 0 ? Process::AfterLoss::GoOn : Process::AfterLoss::Fail);
    if (!reply) return std::unexpected(reply.error());
    if (reply->handle != 0) *connection = to_hrasconn(reply->handle);
    if (reply->error != 0) return failure(reply->error, reply->text);
    return reply;
}

DWORD dial_and_wait(const bus::DialRequest& request, HRASCONN* connection) {
    auto waiting = CallConnection::open();  // its own, so that other threads can poll on the process connection
    if (!waiting) return waiting.error().code;
    auto created = create(request, connection);
    if (!created) return created.error().code;
    if (created->existing) return 0;
    auto result = (**waiting)->call<bus::HandleRequest, bus::ErrorReply>(bus::method::wait, {created->handle});
    if (!result) return result.error().code;
    // Another thread had the handle already and hung up before we waited.
    return result->error == ERROR_INVALID_HANDLE ? ERROR_USER_DISCONNECTION : result->error;
}

DWORD dial_and_notify(bus::DialRequest& request, Channel& channel, std::uint32_t channel_id, Handler handler,
                      Worker* worker, HRASCONN* connection) {
    request.channel = channel_id;
    auto created = create(request, connection);
    if (!created) return created.error().code;
    channel.add({created->handle, std::move(handler), RASCS_OpenPort}, request.resume != 0);
    if (worker != nullptr) worker->run();
    auto started =
        Process::instance().call<bus::StartRequest, bus::ErrorReply>(bus::method::start, {created->handle, channel_id});
    const DWORD error = started ? started->error : started.error().code;
    if (error != 0) channel.remove(created->handle);
    return error;
}

DWORD dial_by_worker(const DialCall& call, bus::DialRequest& request, HRASCONN* connection) {
    ThreadState& thread = ThreadState::mine();
    std::shared_ptr<Worker> worker;
    Handler handler;
    if (call.notifier_type == RASDIAL_NOTIFIER_WINDOW) {
        auto link = WindowLink::open(static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(call.notifier)));
        if (!link) return link.error().code;
        WindowLink* const window = link->get();
        auto made = Worker::make(std::move(*link));
        if (!made) return made.error().code;
        worker = std::move(*made);
        handler = [window, channel = &worker->channel()](const bus::Notification& event) {
            if (!window->notify(event)) channel->cut();  // a window that is gone is a caller that has ended
            return true;
        };
    } else {
        handler = make_handler(call);
        worker = thread.handler_worker();
        if (!worker) {
            auto made = Worker::make(nullptr);
            if (!made) return made.error().code;
            worker = std::move(*made);
        }
    }
    thread.adopt(worker);
    const DWORD error = dial_and_notify(request, worker->channel(), worker->channel().id(), std::move(handler),
                                        worker.get(), connection);
    worker->let_go();
    return error;
}

DWORD dial_with_stand_in(const DialCall& call, bus::DialRequest& request, HRASCONN* connection) {
    ThreadState& thread = ThreadState::mine();
    auto opened = thread.channel().open();
    if (!opened) return opened.error().code;
    const std::shared_ptr<Worker> worker = thread.stand_in();
    const DWORD error =
        dial_and_notify(request, thread.channel(), *opened, make_handler(call), worker.get(), connection);
    worker->let_go();
    return error;
}

}  // namespace

DWORD dial(const DialCall& call, Channel* channel, HRASCONN* connection) {
    // Its own text: another request is under way, the handler that has not returned.
    if (Channel::in_handler()) return ERROR_ASYNC_REQUEST_PENDING;
    const std::uint32_t resume = to_handle(*connection);
    if (*connection != nullptr && resume == 0) return ERROR_INVALID_HANDLE;
    Target target;
    if (resume == 0 && !call.entry.empty()) {
        auto found = find_entry(call.phonebook, call.entry);
        if (!found) return found.error().code;
        target = std::move(*found);
        if (!target.custom_dialer.empty() && (call.options & RDEOPT_CustomDial) == 0) {
            // A dialer knows no channel but its thread's: of a RASCHANNEL it could tell nothing.
            if (channel != nullptr) return ERROR_CANNOT_DO_CUSTOMDIAL;
            return dial_by_custom_dialer(target.custom_dialer, call, connection);
        }
    }
    auto request = make_request(call, resume, std::move(target));
    if (!request) return request.error().code;
    if (call.notifier == nullptr) return dial_and_wait(*request, connection);
    const std::uint32_t delivery = channel == nullptr ? ThreadState::mine().delivery() : RASND_Pump;
    if (call.notifier_type == RASDIAL_NOTIFIER_WINDOW || delivery == RASND_Worker)
        return dial_by_worker(call, *request, connection);
    if (delivery == RASND_Automatic) return dial_with_stand_in(call, *request, connection);
    Channel& own = channel != nullptr ? *channel : ThreadState::mine().channel();
    auto opened = own.open();
    if (!opened) return opened.error().code;
    return dial_and_notify(*request, own, *opened, make_handler(call), nullptr, connection);
}

template <typename Traits>
DWORD dial_with(Channel* channel, const RASDIALEXTENSIONS* extensions, const typename Traits::Char* phonebook,
                const typename Traits::DialParams* params, DWORD notifier_type, void* notifier, HRASCONN* connection) {
    using Params = typename Traits::DialParams;
    if (params == nullptr || connection == nullptr) return ERROR_INVALID_PARAMETER;
    if (!is_accepted_size<Params>(size_field(params))) return ERROR_INVALID_SIZE;
    DialCall call;
    call.extensions = extensions;
    if (extensions != nullptr) {
        if (!is_accepted_size<RASDIALEXTENSIONS>(size_field(extensions))) return ERROR_INVALID_SIZE;
        call.options = ArgumentCopy<RASDIALEXTENSIONS>(extensions)->dwfOptions;
    }
    if (notifier != nullptr && notifier_type > RASDIAL_NOTIFIER_FUNC2 && notifier_type != RASDIAL_NOTIFIER_WINDOW)
        return ERROR_INVALID_PARAMETER;
    call.notifier_type = notifier_type;
    call.notifier = notifier;
    const ArgumentCopy<Params> copy(params);
    auto book = argument<Traits>(phonebook);
    if (!book || !decode_field<Traits>(copy->szEntryName, call.entry) ||
        !decode_field<Traits>(copy->szPhoneNumber, call.phone_number) ||
        !decode_field<Traits>(copy->szCallbackNumber, call.callback_number) ||
        !decode_field<Traits>(copy->szUserName, call.user) || !decode_field<Traits>(copy->szPassword, call.password) ||
        !decode_field<Traits>(copy->szDomain, call.domain))
        return ERROR_INVALID_PARAMETER;
    call.phonebook = std::move(*book);
    call.subentry = copy->dwSubEntry;
    call.callback_id = copy->dwCallbackId;
    return dial(call, channel, connection);
}

template DWORD dial_with<Ansi>(Channel*, const RASDIALEXTENSIONS*, const char*, const RASDIALPARAMSA*, DWORD, void*,
                               HRASCONN*);
template DWORD dial_with<Wide>(Channel*, const RASDIALEXTENSIONS*, const char16_t*, const RASDIALPARAMSW*, DWORD, void*,
                               HRASCONN*);

}  // namespace openras::api

using openras::api::Ansi;
using openras::api::dial_with;
using openras::api::guarded;
using openras::api::Wide;

DWORD RasDialA(LPRASDIALEXTENSIONS lpRasDialExtensions, LPCSTR lpszPhonebook, LPRASDIALPARAMSA lpRasDialParams,
               DWORD dwNotifierType, LPVOID lpvNotifier, LPHRASCONN lphRasConn) {
    return guarded([&] {
        return dial_with<Ansi>(nullptr, lpRasDialExtensions, lpszPhonebook, lpRasDialParams, dwNotifierType,
                               lpvNotifier, lphRasConn);
    });
}

DWORD RasDialW(LPRASDIALEXTENSIONS lpRasDialExtensions, LPCWSTR lpszPhonebook, LPRASDIALPARAMSW lpRasDialParams,
               DWORD dwNotifierType, LPVOID lpvNotifier, LPHRASCONN lphRasConn) {
    return guarded([&] {
        return dial_with<Wide>(nullptr, lpRasDialExtensions, lpszPhonebook, lpRasDialParams, dwNotifierType,
                               lpvNotifier, lphRasConn);
    });
}
