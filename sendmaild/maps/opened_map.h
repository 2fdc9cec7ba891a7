// OpenedMap: what the classes of this folder implement. A map is made from its K line, opened once before its first
// question, and then only asked.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sendmaild/maps/map.h"
#include "sendmaild/maps/map_flags.h"
#include "sendmaild/maps/map_set.h"

namespace sm::maps {

// What the makers of maps are given.
struct MapMaker {
  const config::MapSpec& spec;
  const config::Config* config = nullptr;  // null while the configuration is being read
  std::shared_ptr<const dns::NameService> names;  // null likewise
  const MapSet* set = nullptr;             // the maps a sequence asks; null likewise
  std::shared_ptr<const FileOpener> files;
  std::function<bool(std::string_view name)> declared;  // by an earlier K line
  std::vector<std::string>& errors;        // complaints about the K line, in sendmail's words
  std::string subject;                     // set by the maker: the file, or what its class has in this place
};

// A map as traces name it.
struct MapTitle {
  std::string name;
  std::string map_class;
  std::string subject = "NULL";
};

struct Opening {
  enum class Result {
    ready,
    not_there,  // optional and missing: nothing is ever found
    broken,     // answers "not now" from here on
  };
  Result result = Result::ready;
  std::string message;  // to be shown and logged
  std::string reason;   // the system's words for a failure that has no message
};

class OpenedMap : public Map {
 public:
  // Called before the first find(), by one thread; a map that could not be opened is tried again later.
  virtual Opening open(const MapContext&) { return {}; }
  // The files that open() and find() may read.
  virtual std::vector<std::string> files() const { return {}; }
  const MapFlags& flags() const { return flags_; }
  const MapTitle& title() const { return title_; }
  void set_title(MapTitle title) { title_ = std::move(title); }

 protected:
  explicit OpenedMap(MapFlags flags) : flags_(std::move(flags)) {}
  MapFlags flags_;

 private:
  MapTitle title_;
};

}  // namespace sm::maps
