// Result<T>: the value of an operation, or the Error that stopped it.
// A small subset of std::expected (C++23), marked nodiscard. Errors are plain text with a chain of context and, where
// the caller has to leave with it, a sysexits.h status. "Could not ask" is an Error; "asked, and there is none" is
// a value (Result<std::optional<T>>).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "lib/base/check.h"
#include "lib/base/exit_status.h"

namespace sm {

struct Error {
  std::string text;
  ExitStatus status = ExitStatus::software;

  // Puts "where: " in front of the text, for the level that knows where it happened.
  [[nodiscard]] Error in(const std::string& where) && { return Error{where + ": " + text, status}; }
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  bool ok() const { return state_.index() == 0; }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& {
    SM_CHECK(!ok());
    return std::get<1>(state_);
  }
  Error&& error() && {
    SM_CHECK(!ok());
    return std::get<1>(std::move(state_));
  }

 private:
  T& value() {
    SM_CHECK(ok());
    return std::get<0>(state_);
  }
  const T& value() const {
    SM_CHECK(ok());
    return std::get<0>(state_);
  }

  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)) {}

  explicit operator bool() const { return !error_.has_value(); }
  bool ok() const { return !error_.has_value(); }
  const Error& error() const& {
    SM_CHECK(error_.has_value());
    return *error_;
  }
  Error&& error() && {
    SM_CHECK(error_.has_value());
    return *std::move(error_);
  }

 private:
  std::optional<Error> error_;
};

// The Error of a failed system call: "what: strerror(error_number)".
Error system_error(const std::string& what, int error_number, ExitStatus status = ExitStatus::os_error);

}  // namespace sm
