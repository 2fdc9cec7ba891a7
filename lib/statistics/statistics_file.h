// The file that StatusFile names, as sendmail 8 keeps it: one struct in the machine's own order, counters by mailer
// number. mailstats(8) reads it, ours and sendmail's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "lib/base/result.h"

namespace sm::statistics {

inline constexpr size_t kMailers = 25;
inline constexpr int32_t kMagic = 0x1B1DE;
inline constexpr int32_t kVersion = 4;

using ByMailer = std::array<int64_t, kMailers>;

struct Counters {
  int64_t connections_in = 0, connections_out = 0, rejections = 0;
  ByMailer messages_from{}, kilobytes_from{};  // by the sender's mailer
  ByMailer messages_to{}, kilobytes_to{};      // by the recipients' mailer
  ByMailer rejected{}, discarded{}, quarantined{};

  void add(const Counters& more);
  bool operator==(const Counters&) const = default;
};

// The layout of the file.
struct Contents {
  int32_t magic = kMagic;
  int32_t version = kVersion;
  int64_t started = 0;  // seconds since 1970: when the counting began
  int16_t size = 0;     // of all this
  Counters counters;
};
static_assert(sizeof(Contents) == 1448);

// Kilobytes are counted up.
int64_t kilobytes(int64_t bytes);

enum class Trouble { none, empty, wrong_magic, wrong_version, wrong_size };
struct Reading {
  Trouble trouble = Trouble::none;
  Contents contents;
};
// Error (the errno's text): the file cannot be read.
Result<Reading> read_contents(int fd);

// Adds to the counters of the file, which begin anew where it holds none of ours. Locked against other processes, not
// against threads of this one.
Result<void> add_to_file(int fd, const Counters& more, int64_t now);

}  // namespace sm::statistics
