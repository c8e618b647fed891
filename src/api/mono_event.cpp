// Mono's embedding interface, found in the process where there is one: "Embedding Mono" and the reference of
// mono-project.com. There is no function in it that sets an event, so the class library's own is called.
#include "api/mono_event.h"

#include <dlfcn.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <system_error>
#include <thread>

#include "api/quiet_thread.h"

namespace openras::api {

namespace {

/// A program that makes watchers without end does not fill the memory.
constexpr int most_events = 4096;

class Mono {
  public:
    /// nullptr where there is none in this process.
    static const Mono* instance() {
        static const Mono* const only = new Mono;
        return only->release_ != nullptr ? only : nullptr;
    }

    /// One reference more to a wait object. @return whether it is one
    bool keep(void* handle) const {
        void* process = reinterpret_cast<void*>(std::intptr_t{-1});  // this one
        void* kept = nullptr;
        std::int32_t access = 0;
        std::int32_t inherit = 0;
        std::int32_t options = 2;  // the same access
        std::int32_t error = 0;
        void* out = &kept;
        void* out_error = &error;
        void* arguments[] = {&process, &handle, &process, out, &access, &inherit, &options, out_error};
        return invoke(keep_, arguments) && kept == handle;
    }
    void set(void* handle) const {
        void* arguments[] = {&handle};
        invoke(set_, arguments);
    }
    void release(void* handle) const {
        void* arguments[] = {&handle};
        invoke(release_, arguments);
    }

  private:
    template <typename Function>
    static bool find(Function*& function, const char* name) {
        function = reinterpret_cast<Function*>(dlsym(RTLD_DEFAULT, name));
        return function != nullptr;
    }
    Mono() {
        void* (*corlib)() = nullptr;
        void* (*class_from_name)(void*, const char*, const char*) = nullptr;
        void* (*get_method)(void*, const char*, int) = nullptr;
        if (!find(root_domain_, "mono_get_root_domain") || !find(domain_, "mono_domain_get") ||
            !find(attach_, "mono_thread_attach") || !find(detach_, "mono_thread_detach") ||
            !find(invoke_, "mono_runtime_invoke") || !find(unbox_, "mono_object_unbox") ||
            !find(corlib, "mono_get_corlib") || !find(class_from_name, "mono_class_from_name") ||
            !find(get_method, "mono_class_get_method_from_name") || root_domain_() == nullptr)
            return;
        const auto method = [&](const char* space, const char* type, const char* name, int arguments) -> void* {
            void* of = class_from_name(corlib(), space, type);
            return of != nullptr ? get_method(of, name, arguments) : nullptr;
        };
        keep_ = method("System.IO", "MonoIO", "DuplicateHandle", 8);
        set_ = method("System.Threading", "NativeEventCalls", "SetEvent_internal", 1);
        if (keep_ != nullptr && set_ != nullptr)
            release_ = method("System.Threading", "NativeEventCalls", "CloseEvent_internal", 1);
    }

    /// Runs a static method. A thread that has been one of Mono's is waited for at the end of the program, so a thread
    /// of ours that is to live on leaves it to another one.
    /// @return what a method that returns a bool returns
    bool invoke(void* method, void** arguments) const {
        if (domain_() != nullptr) return invoke_here(method, arguments);
        bool said = false;
        try {
            const QuietThreads quiet;
            std::thread([&] {
                void* const attached = attach_(root_domain_());
                said = invoke_here(method, arguments);
                detach_(attached);
            }).join();
        } catch (const std::system_error&) {
            return false;  // no thread left: this event is not heard
        }
        return said;
    }
    bool invoke_here(void* method, void** arguments) const {
        void* exception = nullptr;
        void* result = invoke_(method, nullptr, arguments, &exception);
        return exception == nullptr && result != nullptr && *static_cast<const char*>(unbox_(result)) != 0;
    }

    void* (*root_domain_)() = nullptr;
    void* (*domain_)() = nullptr;
    void* (*attach_)(void*) = nullptr;
    void (*detach_)(void*) = nullptr;
    void* (*invoke_)(void*, void*, void**, void**) = nullptr;
    void* (*unbox_)(void*) = nullptr;
    void* keep_ = nullptr;
    void* set_ = nullptr;
    void* release_ = nullptr;  ///< found last
};

class MonoEvent final : public EventObject {
  public:
    explicit MonoEvent(void* handle) : handle_(handle) { ++count; }
    ~MonoEvent() override {
        Mono::instance()->release(handle_);
        --count;
    }
    /// A reference of ours keeps it: the caller may dispose of it, and nobody hears any more.
    [[nodiscard]] bool alive() const override { return true; }
    void signal() const override { Mono::instance()->set(handle_); }

    static inline std::atomic<int> count = 0;

  private:
    void* handle_;
};

/// Mono trusts the address.
bool is_readable(void* address) {
    std::uint64_t word = 0;
    iovec here{&word, sizeof word};
    iovec there{address, sizeof word};
    return process_vm_readv(getpid(), &here, 1, &there, 1, 0) == sizeof word;
}

}  // namespace

Expected<std::unique_ptr<EventObject>> mono_event(HANDLE event) {
    const Mono* mono = Mono::instance();
    if (mono == nullptr || !is_readable(event)) return failure(ERROR_INVALID_HANDLE, "the event is no eventfd");
    if (MonoEvent::count >= most_events) return failure(ERROR_NOT_ENOUGH_MEMORY, "too many events");
    if (!mono->keep(event)) return failure(ERROR_INVALID_HANDLE, "the event is none of Mono's");
    return std::make_unique<MonoEvent>(event);
}

}  // namespace openras::api
