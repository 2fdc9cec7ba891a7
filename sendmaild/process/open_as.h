// Opens a file with another user's rights: a child takes on the identity, opens, and passes the descriptor back.
// A process that already is that user opens it itself.
// Security: the file is never opened with more rights than the user has, so a link to a foreign file gains nothing.
#pragma once

#include <sys/types.h>

#include <string>

#include "lib/base/opened_file.h"
#include "sendmaild/process/run_as.h"

namespace sm::process {

enum class OpenFor { reading, appending };

struct OpenAsRequest {
  std::string path;
  Identity identity;
  OpenFor purpose = OpenFor::reading;
  mode_t mode = 0600;  // of a file that is made by appending
};

using sm::OpenedFile;

// Fork-based; `timeout_seconds` bounds a stuck file system (ETIMEDOUT).
OpenedFile open_as(const OpenAsRequest& request, int timeout_seconds);

// The open itself with the rights of this process: regular files (and /dev/null) only, no symbolic link when appending.
OpenedFile open_here(const OpenAsRequest& request);

// A connection to a local socket with the rights of this process. The socket that was looked at is the one that is
// connected to: no symbolic link, and no other file put in its place meanwhile. ENOTSOCK for other files.
OpenedFile connect_here(const std::string& path);

// One descriptor (or none, with -1) and an error number over a local socket. Returns false when the peer is gone or does
// not read; it never waits.
bool send_descriptor(int socket, int fd, int error);
// Waits at most `timeout_seconds`; error is ETIMEDOUT then, EPIPE when the peer died.
OpenedFile receive_answer(int socket, int timeout_seconds);
// The same where an answer without a descriptor is an error (EPIPE).
OpenedFile receive_descriptor(int socket, int timeout_seconds);

}  // namespace sm::process
