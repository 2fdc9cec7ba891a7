// What the command is to do: the -b modes, the names it is called by, and what -q turns them into.
#pragma once

namespace sm::cli {

enum class Mode {
  deliver,            // m: a message from standard input
  arpanet,            // a: the same with CRLF and the sender from the header
  smtp_stdin,         // s: SMTP on standard input and output
  daemon,             // d
  daemon_foreground,  // D
  queue_run,          // q: -q without -b
  verify,             // v
  address_test,       // t
  rebuild_aliases,    // i
  print_queue,        // p
  count_queue,        // P
  host_status,        // h
  purge_host_status,  // H
  check_config,       // C
  list_options,       // O
  help,               // --help
  version             // --version
};

}  // namespace sm::cli
