#include "net/seccomp_rules.h"

#include <stdexcept>
#include <string>
#include <system_error>

namespace openras::net {
namespace {

void check(int result, const std::string& what) {
    if (result < 0) throw std::system_error(-result, std::generic_category(), what);
}

}  // namespace

SeccompFilter::SeccompFilter(std::uint32_t otherwise, std::uint32_t architecture)
    : context_(seccomp_init(otherwise), seccomp_release),
      native_(architecture == SCMP_ARCH_NATIVE || architecture == seccomp_arch_native()) {
    if (!context_) throw std::runtime_error("seccomp_init");
    if (native_) return;
    check(seccomp_arch_add(context_.get(), architecture), "seccomp_arch_add");
    check(seccomp_arch_remove(context_.get(), SCMP_ARCH_NATIVE), "seccomp_arch_remove");
}

void SeccompFilter::add(std::uint32_t action, int call, std::initializer_list<scmp_arg_cmp> conditions) {
    const int result = seccomp_rule_add_array(context_.get(), action, call, static_cast<unsigned>(conditions.size()),
                                              conditions.begin());
    // A call that libseccomp has no name for cannot be translated.
    if (native_) check(result, "seccomp rule for call " + std::to_string(call));
}

void SeccompFilter::allow(std::initializer_list<int> calls) {
    for (const int call : calls) add(SCMP_ACT_ALLOW, call, {});
}

void SeccompFilter::allow_if(int call, std::initializer_list<scmp_arg_cmp> conditions) {
    add(SCMP_ACT_ALLOW, call, conditions);
}

void SeccompFilter::refuse(std::initializer_list<int> calls, int error) {
    for (const int call : calls) refuse_if(call, {}, error);
}

void SeccompFilter::refuse_if(int call, std::initializer_list<scmp_arg_cmp> conditions, int error) {
    add(SCMP_ACT_ERRNO(static_cast<std::uint32_t>(error)), call, conditions);
}

void SeccompFilter::set(scmp_filter_attr attribute, std::uint32_t value) {
    check(seccomp_attr_set(context_.get(), attribute, value), "seccomp attribute");
}

void SeccompFilter::load() {
    check(seccomp_load(context_.get()), "seccomp_load");
}

}  // namespace openras::net
