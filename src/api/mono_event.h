// Events of a managed program: what SafeWaitHandle holds under Mono is no descriptor but the address of a wait object
// of the run time's, and only that can set it.
#pragma once

#include "api/event_object.h"

namespace openras::api {

/// 6 where no Mono runs in this process, or `event` is no wait object of its; 8 where there are too many.
Expected<std::unique_ptr<EventObject>> mono_event(HANDLE event);

}  // namespace openras::api
