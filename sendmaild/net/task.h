// Task<T>: a lazily started coroutine of the wire tower; it runs on the event loop's thread when it is awaited or spawned.
// Rules (STYLE 18, 19): parameters by value or owned elsewhere for the whole call; in an expression with co_await no
// lambda, no braces, no ?: (g++ 12 destroys such temporaries twice; tests/lint/co_await_forms.py refuses them).
#pragma once

#include <asio/awaitable.hpp>

namespace sm::net {

template <typename T = void>
using Task = asio::awaitable<T>;

}  // namespace sm::net
