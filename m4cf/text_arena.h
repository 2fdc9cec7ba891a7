// TextArena: the bytes of expansions that wait on the input stack. Memory is given out and taken back in stack order,
// never moves, and comes in blocks that double.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace sm::m4cf {

class TextArena {
 public:
  struct Mark {
    uint32_t block = 0;
    size_t used = 0;
  };

  Mark mark() const { return {block_, used_}; }

  // Room for `length` bytes, valid until a mark made before is given to release().
  char* allocate(size_t length) {
    if (blocks_.empty() || blocks_[block_].size - used_ < length) next_block(length);
    char* start = blocks_[block_].bytes.get() + used_;
    used_ += length;
    return start;
  }
  void release(Mark mark) {
    // One block beyond the current one is kept, so that a loop on a border does not allocate each time.
    while (blocks_.size() > size_t{mark.block} + 2 ||
           (blocks_.size() > size_t{mark.block} + 1 && blocks_.back().size > kKeep)) {
      blocks_.pop_back();
    }
    block_ = mark.block;
    used_ = mark.used;
  }

 private:
  static constexpr size_t kFirst = 16 * 1024;
  static constexpr size_t kLargest = 1 << 20;
  static constexpr size_t kKeep = 4 << 20;
  struct Block {
    std::unique_ptr<char[]> bytes;
    size_t size = 0;
  };

  void next_block(size_t length) {
    if (!blocks_.empty()) block_++;
    used_ = 0;
    if (block_ < blocks_.size() && blocks_[block_].size >= length) return;
    blocks_.resize(block_);
    size_t size = blocks_.empty() ? kFirst : blocks_.back().size * 2;
    if (size > kLargest) size = kLargest;
    if (size < length) size = length;
    blocks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
  }

  std::vector<Block> blocks_;
  uint32_t block_ = 0;
  size_t used_ = 0;
};

}  // namespace sm::m4cf
