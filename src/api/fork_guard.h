// What a forked child must not keep: a child without exec would hold the parent's connections to the manager open, and
// sd-bus refuses to work in it. Everything that owns a descriptor of the library's registers here; pthread_atfork
// handlers let each one forget it in the child.
#pragma once

#include <functional>

namespace openras::api {

class ForkAware {
  public:
    ForkAware() = default;
    virtual ~ForkAware() = default;
    ForkAware(const ForkAware&) = delete;
    ForkAware& operator=(const ForkAware&) = delete;

    /// Called in the child, where only the forking thread exists: close descriptors without a word to the manager, make
    /// locks usable again. Containers that another thread may have been changing are abandoned, not destroyed.
    virtual void forget_in_child() = 0;

    /// Calls `visit` for each registered object; none comes or goes meanwhile.
    static void for_each(const std::function<void(ForkAware&)>& visit);

  protected:
    void enroll();    ///< last in a constructor
    void withdraw();  ///< first in a destructor
};

}  // namespace openras::api
