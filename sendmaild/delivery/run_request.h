// ETRN (RFC 1985): a client asks for the mail that waits for a node. The receiver passes the node on to the sender, through
// the kick pipe, as it stands in the command: "host", "@domain" (with its subdomains) or "#group".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sendmaild/queue/queue_paths.h"
#include "sendmaild/queue/selector.h"

namespace sm::delivery {

// The messages that a run for the node is about.
queue::Selector selector_of_node(std::string_view node);

// "#group" names the group; nothing for other nodes.
std::optional<std::string_view> group_of_node(std::string_view node);

// A line for the kick pipe, and back. Nothing: a node that is too long for the pipe, or a line that is none of these.
std::optional<std::string> format_run_request(std::string_view node);
std::optional<std::string> parse_run_request(std::string_view line);

// The queue groups of a run: all, or that of -qG. Error: there is none of that name.
Result<std::vector<size_t>> groups_of_run(const queue::QueuePaths& paths, const queue::Selector& selector);

}  // namespace sm::delivery
