// The parser of the historic command line (sendmail(8)): getopt-like, with flags whose argument is optional and attached.
// Invariant: no flag is silently dropped; what is not known is an error with status EX_USAGE.
#include "sendmaild/cli/options.h"

#include <algorithm>

#include "lib/base/ascii.h"
#include "lib/base/interval.h"
#include "lib/base/text.h"

namespace sm::cli {
namespace {

Error usage(const std::string& text) { return Error{text, ExitStatus::usage}; }

struct ModeLetter {
  char letter;
  Mode mode;
};
constexpr ModeLetter kModes[] = {{'m', Mode::deliver},           {'a', Mode::arpanet},         {'s', Mode::smtp_stdin},
                                 {'d', Mode::daemon},            {'D', Mode::daemon_foreground}, {'q', Mode::queue_run},
                                 {'v', Mode::verify},            {'t', Mode::address_test},    {'i', Mode::rebuild_aliases},
                                 {'p', Mode::print_queue},       {'P', Mode::count_queue},     {'h', Mode::host_status},
                                 {'H', Mode::purge_host_status}, {'C', Mode::check_config},    {'O', Mode::list_options}};

std::optional<Mode> mode_of(char letter) {
  for (const ModeLetter& known : kModes)
    if (known.letter == letter) return known.mode;
  return std::nullopt;
}

// Empty for what has no letter, as --help.
std::string letter_of(Mode mode) {
  for (const ModeLetter& known : kModes)
    if (known.mode == mode) return std::string(1, known.letter);
  return {};
}

struct Personality {
  const char* name;
  Mode mode;
};
constexpr Personality kPersonalities[] = {{"mailq", Mode::print_queue},
                                          {"newaliases", Mode::rebuild_aliases},
                                          {"hoststat", Mode::host_status},
                                          {"purgestat", Mode::purge_host_status},
                                          {"smtpd", Mode::daemon}};

class Parser {
 public:
  explicit Parser(const std::vector<std::string>& argv) : argv_(argv) {}

  Result<CommandLine> parse() {
    set_personality();
    while (position_ < argv_.size()) {
      const std::string& word = argv_[position_];
      if (word == "--") {
        ++position_;
        break;
      }
      if (word.size() < 2 || word[0] != '-') break;
      auto parsed = word[1] == '-' ? long_flag(word) : cluster(word);
      if (!parsed) return parsed.error();
    }
    while (position_ < argv_.size()) line_.recipients.push_back(argv_[position_++]);
    return finish();
  }

 private:
  void set_personality() {
    if (argv_.empty()) return;
    size_t slash = argv_[0].rfind('/');
    line_.program = slash == std::string::npos ? argv_[0] : argv_[0].substr(slash + 1);
    position_ = 1;
    for (const Personality& personality : kPersonalities) {
      if (line_.program != personality.name) continue;
      line_.mode = personality.mode;
      line_.mode_given = true;
    }
  }

  Result<void> long_flag(const std::string& word) {
    ++position_;
    if (word == "--help") {
      line_.mode = Mode::help;
    } else if (word == "--version") {
      line_.mode = Mode::version;
    } else if (word == "--one-process") {
      line_.one_process = true;
      if (!line_.mode_given) line_.mode = Mode::daemon_foreground;
      line_.mode_given = true;
    } else {
      return usage("unknown option " + word + " (try --help)");
    }
    return {};
  }

  // "-oi", "-bd", "-Cfile", "-ti": flags without an argument may be followed by others.
  Result<void> cluster(const std::string& word) {
    ++position_;
    for (size_t at = 1; at < word.size(); ++at) {
      char flag = word[at];
      std::string attached = word.substr(at + 1);
      if (plain_flag(flag)) continue;
      if (flag == 'q' || flag == 'Q' || flag == 'd' || flag == 'n') return optional_flag(flag, attached);
      return flag_with_value(flag, attached);
    }
    return {};
  }

  bool plain_flag(char flag) {
    switch (flag) {
      case 't': line_.recipients_from_header = true; return true;
      case 'i':
        line_.ignore_dots = true;
        line_.settings.emplace_back('o', "i");
        return true;
      case 'v': line_.verbose = true; return true;
      case 'G': line_.gateway = true; return true;
      case 'c': case 'm': case 's': line_.settings.emplace_back('o', std::string(1, flag)); return true;
      case 'n': line_.no_aliases = true; return true;
      case 'U': return true;
      default: return false;
    }
  }

  Result<void> optional_flag(char flag, const std::string& attached) {
    switch (flag) {
      case 'q': return queue_flag(attached);
      case 'Q': return quarantine(attached);
      default: line_.debug = attached.empty() ? "0-99.1" : attached; return {};
    }
  }

  Result<void> quarantine(const std::string& reason) {
    if (reason == ".") return usage("Can not use -Q.");
    line_.quarantine = reason;
    return {};
  }

  Result<void> queue_flag(std::string text) {
    QueueRun& queue = line_.queue;
    queue.asked = true;
    bool negated = !text.empty() && text[0] == '!';
    if (negated) text.erase(0, 1);
    char kind = text.empty() ? 0 : text[0];
    std::string rest = text.empty() ? std::string() : text.substr(1);
    switch (kind) {
      case 'I': queue.limits.push_back({QueueLimit::Kind::id, negated, rest}); return {};
      case 'R': queue.limits.push_back({QueueLimit::Kind::recipient, negated, rest}); return {};
      case 'S': queue.limits.push_back({QueueLimit::Kind::sender, negated, rest}); return {};
      case 'Q':
        queue.quarantined = true;
        if (!rest.empty()) queue.limits.push_back({QueueLimit::Kind::quarantine_reason, negated, rest});
        return {};
      case 'L': queue.lost = true; return {};
      case 'f': queue.foreground = true; return {};
      case 'G': return queue_group(negated, rest);
      case 'p':
        queue.persistent = true;
        queue.interval = std::chrono::seconds(1);
        return rest.empty() ? Result<void>() : queue_interval(rest);
      case 0: return {};
      default: return queue_interval(text);
    }
  }

  Result<void> queue_group(bool negated, const std::string& name) {
    if (negated) return usage("Cannot use !: Queue group " + name);
    if (!line_.queue.group.empty()) return usage("Only one -qG allowed");
    line_.queue.group = name;
    return {};
  }

  Result<void> queue_interval(const std::string& text) {
    if (!ascii::is_digit(text[0])) return usage("Invalid -q value");
    Interval interval = parse_interval(text, 'm');
    if (!interval.bad_units.empty()) return usage("Invalid -q value");
    line_.queue.interval = interval.value;
    return {};
  }

  Result<void> flag_with_value(char flag, std::string attached) {
    static constexpr std::string_view known = "ABbCDefFhLMNopORrVXT";
    if (known.find(flag) == std::string_view::npos) return usage(std::string("Illegal flag -") + flag);
    if (attached.empty()) {
      if (position_ >= argv_.size()) return usage(std::string("option requires an argument -- '") + flag + "'");
      attached = argv_[position_++];
    }
    switch (flag) {
      case 'A': line_.config_choice = attached[0] == 'c' ? 'c' : 'm'; return {};
      case 'b': return set_mode(attached);
      case 'C': line_.config_file = attached; return {};
      case 'D':
        if (!line_.debug.empty()) return usage("-D file must be before -d");
        line_.debug_file = attached;
        return {};
      case 'L': line_.syslog_tag = attached.substr(0, 32); return {};
      case 'X': line_.traffic_log = attached; return {};
      case 'F': line_.full_name = attached; return {};
      case 'e': line_.settings.emplace_back('o', "e" + attached); return {};
      case 'O': line_.settings.emplace_back('O', attached); return {};
      case 'o':
        if (attached[0] == 'i') line_.ignore_dots = true;
        line_.settings.emplace_back('o', attached);
        return {};
      case 'M': return macro(attached);
      case 'T': return {};
      default: return submission_value(flag, attached);
    }
  }

  Result<void> set_mode(const std::string& text) {
    auto mode = text.empty() ? std::nullopt : mode_of(text[0]);
    if (!mode) return usage("Invalid operation mode " + text);
    line_.mode = *mode;
    line_.mode_given = true;
    return {};
  }

  Result<void> macro(const std::string& text) {
    if (text[0] == '{') {
      size_t end = text.find('}');
      if (end == std::string::npos) return usage("Invalid macro definition -M" + text);
      line_.macros.emplace_back(text.substr(1, end - 1), text.substr(end + 1));
    } else {
      line_.macros.emplace_back(text.substr(0, 1), text.substr(1));
    }
    return {};
  }

  Result<void> submission_value(char flag, const std::string& value) {
    switch (flag) {
      case 'f': case 'r':
        if (line_.sender) return usage("More than one \"from\" person");
        line_.sender = value;
        return {};
      case 'h': return hops(value);
      case 'p': {
        size_t colon = value.find(':');
        line_.protocol = value.substr(0, colon);
        if (colon != std::string::npos) line_.protocol_host = value.substr(colon + 1);
        return {};
      }
      case 'N': line_.notify = value; return check_notify(value);
      case 'R':
        if (line_.ret) return usage("Duplicate -R flag");
        line_.ret = ascii::lower(value);
        return *line_.ret == "full" || *line_.ret == "hdrs" ? Result<void>() : Result<void>(usage("Invalid -R value"));
      case 'V':
        if (!xtext_decode(value)) return usage("Invalid syntax in -V flag");
        line_.envelope_id = value;
        return {};
      case 'B': return body_type(value);
      default: return usage(std::string("Illegal flag -") + flag);
    }
  }

  Result<void> hops(const std::string& value) {
    auto number = parse_int(value);
    if (!number || *number < 0 || *number > 1000) return usage("Bad hop count (" + value + ")");
    line_.hop_count = static_cast<int>(*number);
    return {};
  }

  static Result<void> check_notify(const std::string& value) {
    for (std::string_view word : split(value, ',')) {
      std::string name = ascii::lower(trim(word));
      if (name != "never" && name != "success" && name != "failure" && name != "delay") {
        return usage("Invalid -N argument");
      }
    }
    return {};
  }

  Result<void> body_type(const std::string& value) {
    line_.body_type = ascii::upper(value);
    if (line_.body_type == "7BIT" || line_.body_type == "8BITMIME") return {};
    return usage("Illegal body type " + value);
  }

  Result<CommandLine> finish() {
    if (line_.verbose) line_.settings.emplace_back('o', "v");
    bool about_queue = line_.queue.asked || line_.quarantine;
    if (about_queue && line_.mode == Mode::deliver) line_.mode = Mode::queue_run;
    if (line_.quarantine && line_.mode != Mode::queue_run)
      return usage(std::string("Can not use -Q with -b") + letter_of(line_.mode));
    return line_;
  }

  const std::vector<std::string>& argv_;
  size_t position_ = 0;
  CommandLine line_;
};

}  // namespace

Result<CommandLine> parse_command_line(const std::vector<std::string>& argv) { return Parser(argv).parse(); }

std::string help_text(const std::string& program) {
  return "usage: " + program +
         " [flags] [recipient ...]\n"
         "\n"
         "  -bm  deliver a message from standard input (default)   -bd  daemon     -bD  daemon in the foreground\n"
         "  -bs  SMTP on standard input and output                 -bt  address test mode\n"
         "  -bv  verify addresses      -bp  print the queue        -bi  rebuild the alias database\n"
         "  -bh  print host status     -bH  purge host status      -bC  check the configuration   -bO  list options\n"
         "\n"
         "  -q[time]  run the queue once, or every `time`   -qf  in the foreground   -q[!]I, R, S text  only matching\n"
         "  -t  recipients from To, Cc, Bcc     -f address  sender    -F name  full name   -i  a dot is no end\n"
         "  -C file  configuration    -Ac, -Am  submit.cf or sendmail.cf    -O Name=value, -oXvalue  options\n"
         "  -N, -R, -V  delivery status notifications   -v  verbose   -d[flags]  debug   -L tag  syslog tag\n"
         "  --one-process  all roles of the daemon in the foreground, without privileges\n"
         "  --version, --help\n"
         "\n"
         "Also as mailq, newaliases, hoststat, purgestat, smtpd. See sendmail(8).\n";
}

}  // namespace sm::cli
