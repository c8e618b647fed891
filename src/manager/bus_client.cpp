#include "manager/bus_client.h"

#include <utility>

namespace openras::manager {

Responder::Responder(std::weak_ptr<BusClient> client, sd_bus_message* call)
    : client_(std::move(client)), call_(sd_bus_message_ref(call)) {
    if (const auto alive = client_.lock()) alive->count_call(1);
}

Responder::Responder(Responder&& other) noexcept
    : client_(std::move(other.client_)), call_(std::exchange(other.call_, nullptr)) {}

Responder::~Responder() {
    if (call_ == nullptr) return;
    if (const auto client = client_.lock(); client && !client->closed)
        sd_bus_reply_method_errorf(call_, SD_BUS_ERROR_FAILED, "the call was not answered");
    settle();
}

sd_bus_message* Responder::begin() {
    const auto client = client_.lock();
    sd_bus_message* reply = nullptr;
    if (call_ != nullptr && client && !client->closed) sd_bus_message_new_method_return(call_, &reply);
    if (reply == nullptr) settle();
    return reply;
}

void Responder::finish(sd_bus_message* reply, int appended) {
    if (appended >= 0) sd_bus_send(client_.lock()->get(), reply, nullptr);
    sd_bus_message_unref(reply);
    if (appended >= 0) settle();
}

void Responder::settle() {
    if (call_ == nullptr) return;
    sd_bus_message_unref(std::exchange(call_, nullptr));
    if (const auto client = client_.lock()) client->count_call(-1);
}

BusClient::BusClient(sd_bus* bus, std::shared_ptr<ClientProcess> process) : bus_(bus), process_(std::move(process)) {
    process_->clients.insert(this);
    ++process_->user->clients;
}

BusClient::~BusClient() {
    process_->clients.erase(this);
    --process_->user->clients;
    process_->user->pending_calls -= pending_calls;
    sd_bus_close_unref(bus_);
}

void BusClient::count_call(int by) {
    pending_calls += static_cast<unsigned>(by);
    process_->user->pending_calls += static_cast<unsigned>(by);
}

bool BusClient::notify(const bus::Notification& notification, std::function<void(bool)> answered) {
    if (closed) return false;
    sd_bus_message* call = nullptr;
    if (sd_bus_message_new_method_call(bus_, &call, nullptr, bus::object_path, bus::interface_name,
                                       bus::method::notify) < 0)
        return false;
    struct Waiting {
        std::function<void(bool)> answered;
    };
    auto* waiting = new Waiting{std::move(answered)};
    const auto on_reply = [](sd_bus_message* reply, void* user, sd_bus_error*) {
        auto* self = static_cast<Waiting*>(user);
        if (sd_bus_message_is_method_error(reply, SD_BUS_ERROR_NO_REPLY) > 0) return 1;  // the connection closed
        bus::NotificationReply body;
        // Any other error reply is a handler that could not be run: the dial goes on, and is not told again.
        if (bus::read_body(reply, body) < 0) body.keep = false;
        const auto run = std::move(self->answered);
        run(body.keep);
        return 1;
    };
    int r = bus::append_body(call, notification);
    sd_bus_slot* slot = nullptr;
    if (r >= 0) r = sd_bus_call_async(bus_, &slot, call, on_reply, waiting, UINT64_MAX);
    if (r >= 0) {
        sd_bus_slot_set_destroy_callback(slot, [](void* user) { delete static_cast<Waiting*>(user); });
        sd_bus_slot_set_floating(slot, 1);
        sd_bus_slot_unref(slot);
    } else {
        delete waiting;
    }
    sd_bus_message_unref(call);
    return r >= 0;
}

std::uint64_t BusClient::unread() const {
    std::uint64_t count = 0;
    return sd_bus_get_n_queued_write(bus_, &count) < 0 ? 0 : count;
}

}  // namespace openras::manager
