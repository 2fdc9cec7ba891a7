// Searching bytes sixteen at a time, for the inner loops of the scanner.
#pragma once

#include <cstddef>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace sm::m4cf {

// The closing delimiter that ends a string in which `depth` (at least 1) opening ones are open, each a single byte and
// different from the other. Returns it, or `end` with the depth reached there.
inline const char* find_closing(const char* at, const char* end, char open, char close, size_t& depth) {
#if defined(__SSE2__)
  const __m128i opens = _mm_set1_epi8(open);
  const __m128i closes = _mm_set1_epi8(close);
  for (; end - at >= 16; at += 16) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const unsigned closing = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, closes)));
    unsigned either = closing | static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, opens)));
    for (; either != 0; either &= either - 1) {
      const unsigned bit = either & (0U - either);
      if ((closing & bit) == 0) {
        depth++;
      } else if (--depth == 0) {
        return at + __builtin_ctz(bit);
      }
    }
  }
#endif
  for (; at != end; at++) {
    if (*at == close) {
      if (--depth == 0) return at;
    } else if (*at == open) {
      depth++;
    }
  }
  return end;
}

}  // namespace sm::m4cf
