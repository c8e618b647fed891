// The border of the C ABI: no exception crosses it, whatever happens inside.
#pragma once

#include <cxxabi.h>
#include <ras.h>

#include <new>

namespace openras::api {

/// Runs the body of an exported function. Out of memory is error 8, anything else that was thrown is 635. The forced
/// unwinding of pthread_exit() and pthread_cancel() in a handler is not an exception: it goes through (and has no
/// object to refer to, which UBSan takes for a null reference).
template <typename Body>
__attribute__((no_sanitize("null"))) DWORD guarded(Body&& body) {
    try {
        return body();
    } catch (const std::bad_alloc&) {
        return ERROR_NOT_ENOUGH_MEMORY;
    } catch (const abi::__forced_unwind&) {
        throw;
    } catch (...) {
        return ERROR_UNKNOWN;
    }
}

}  // namespace openras::api
