// The load of the machine, for QueueLA, RefuseLA and DelayLA.
#pragma once

namespace sm::process {

// The one-minute average, rounded to the nearest whole number; 0 when it cannot be read.
int load_average();

}  // namespace sm::process
