// The compiled part of Asio (ASIO_SEPARATE_COMPILATION), once for the whole program.
#include <asio/impl/src.hpp>
