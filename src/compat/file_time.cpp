// The clock as FILETIME: units of 100 ns since 1601 (kit/system.h).
#include <chrono>
#include <cstdint>

#include "compat/guard.h"
#include "compat/kit/system.h"

using namespace openras::compat;

namespace {

using Units = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;
using Days = std::chrono::sys_days;
constexpr Days epoch = std::chrono::year(1601) / 1 / 1;
constexpr int last_year = 30827;  // of SYSTEMTIME

FILETIME file_time(std::uint64_t units) {
    return FILETIME{static_cast<DWORD>(units), static_cast<DWORD>(units >> 32)};
}

}  // namespace

VOID GetSystemTimeAsFileTime(LPFILETIME lpTime) {
    // In these units from here on: 1601 is too far away for nanoseconds of 64 bits.
    const auto now = std::chrono::time_point_cast<Units>(std::chrono::system_clock::now()) - epoch;
    *lpTime = file_time(static_cast<std::uint64_t>(now.count()));
}

BOOL FileTimeToSystemTime(const FILETIME* lpFileTime, LPSYSTEMTIME lpTime) {
    if (lpFileTime == nullptr || lpTime == nullptr) return failed_with(ERROR_INVALID_PARAMETER);
    const std::uint64_t units = std::uint64_t{lpFileTime->dwHighDateTime} << 32 | lpFileTime->dwLowDateTime;
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(Units(static_cast<std::int64_t>(units)));
    const auto days = std::chrono::duration_cast<std::chrono::days>(since);
    if (units >> 63 != 0) return failed_with(ERROR_INVALID_PARAMETER);
    // The calendar of <chrono> ends at 32767; FILETIME's 63 bits at 30828.
    const Days day = epoch + days;
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(since - days);
    *lpTime = SYSTEMTIME{static_cast<WORD>(static_cast<int>(date.year())),
                         static_cast<WORD>(static_cast<unsigned>(date.month())),
                         static_cast<WORD>(std::chrono::weekday(day).c_encoding()),
                         static_cast<WORD>(static_cast<unsigned>(date.day())),
                         static_cast<WORD>(time.hours().count()),
                         static_cast<WORD>(time.minutes().count()),
                         static_cast<WORD>(time.seconds().count()),
                         static_cast<WORD>(time.subseconds().count())};
    return TRUE;
}

BOOL SystemTimeToFileTime(const SYSTEMTIME* lpTime, LPFILETIME lpFileTime) {
    if (lpTime == nullptr || lpFileTime == nullptr) return failed_with(ERROR_INVALID_PARAMETER);
    const std::chrono::year_month_day date(std::chrono::year(lpTime->wYear), std::chrono::month(lpTime->wMonth),
                                           std::chrono::day(lpTime->wDay));
    if (lpTime->wYear < 1601 || lpTime->wYear > last_year || !date.ok() || lpTime->wHour > 23 || lpTime->wMinute > 59 ||
        lpTime->wSecond > 59 || lpTime->wMilliseconds > 999)
        return failed_with(ERROR_INVALID_PARAMETER);
    const auto since = Days(date) - epoch + std::chrono::hours(lpTime->wHour) + std::chrono::minutes(lpTime->wMinute) +
                       std::chrono::seconds(lpTime->wSecond) + std::chrono::milliseconds(lpTime->wMilliseconds);
    *lpFileTime = file_time(static_cast<std::uint64_t>(Units(since).count()));
    return TRUE;
}
