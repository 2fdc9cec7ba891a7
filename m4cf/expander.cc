// Macro calls: collecting arguments into frames, calling, substituting parameters. The scanning of text is in
// scanner.cc.
#include "m4cf/expander.h"

#include <cstring>
#include <utility>

#include "m4cf/engine.h"
#include "m4cf/limits.h"

namespace sm::m4cf {

Expander::Expander(Engine& engine) : engine_(&engine), input_(&engine.input()), sync_lines_(engine.options().sync_lines) {}

std::vector<Expander::TracedCall> Expander::backtrace() const {
  std::vector<TracedCall> calls;
  size_t next = 0;
  auto frames_up_to = [&](size_t depth) {
    for (; next < frames_.size() && frames_[next].depth <= depth; next++) {
      calls.push_back({frames_[next].symbol->name, frames_[next].location, true});
    }
  };
  size_t depth = 0;
  input_->for_each_origin([&](const std::string* name, const Location& location) {
    frames_up_to(depth++);
    if (name) calls.push_back({*name, location, false});
  });
  frames_up_to(SIZE_MAX);
  if (making_) calls.push_back({making_->symbol->name, making_->location, false});
  return calls;
}

void Expander::end_of_file(const char* what, const Location& where) {
  engine_->diagnostics().fatal(where, std::string("ERROR: end of file in ") + what);
}

// The parenthesis that comes next may begin a quote or comment instead.
bool Expander::opens_arguments() {
  const Quoting& quoting = engine_->quoting();
  if (quoting.classify('(') == ByteClass::open) return true;
  for (const std::string* delimiter : {&quoting.comment_begin(), &quoting.open()}) {
    if (!delimiter->empty() && input_->peek_ahead(delimiter->size(), lookahead_) == *delimiter) return false;
  }
  return true;
}

bool Expander::begin_call(Symbol& symbol, const Location& where) {
  const Definition& definition = *symbol.top;
  bool parenthesis = input_->peek() == '(' && opens_arguments();
  if (!parenthesis && definition.builtin && definition.builtin->needs_parenthesis) return false;
  size_t limit = engine_->options().nesting_limit;
  if (limit > 0 && frames_.size() + 1 > limit) {
    engine_->diagnostics().fatal(
        where, "recursion limit of " + std::to_string(limit) + " exceeded, use -L<N> to change it");
  }
  if (frames_.size() >= kMaxNesting) engine_->diagnostics().fatal({}, "stack overflow");

  Frame frame;
  frame.symbol = &symbol;
  frame.definition = symbol.top;
  frame.location = where;
  frame.first_argument = arguments_.size();
  frame.text_start = frame.argument_start = text_.size();
  frame.id = ++calls_;
  size_t most = engine_->options().most_calls;
  if (most > 0 && calls_ > most) engine_->diagnostics().fatal({}, "too many macro calls");
  frame.depth = static_cast<uint32_t>(input_->depth());
  frame.traced = symbol.traced || engine_->tracer().has(kDebugAll);
  if (frame.traced) {
    Call call(symbol.name, nullptr, 0, text_, where);
    engine_->tracer().trace_start(call, static_cast<int>(frames_.size()) + 1, frame.id);
  }
  if (!parenthesis) {
    symbol.pins++;
    make_call(frame, 0);
    symbol.pins--;
    return true;
  }
  input_->skip(1);
  frame.argument_location = input_->location();
  symbol.pins++;
  frames_.push_back(std::move(frame));
  return true;
}

void Expander::end_argument() {
  Frame& frame = frames_.back();
  // A builtin token that begins an argument is all of it; text behind it is lost.
  if (frame.token) text_.truncate(frame.argument_start);
  size_t length = text_.size() - frame.argument_start;
  const Builtin* called = frame.definition->builtin;
  const Builtin* token = called && called->takes_tokens ? frame.token : nullptr;
  arguments_.push_back({frame.argument_start, length, token});
  frame.argument_start = text_.size();
  frame.token = nullptr;
  frame.fresh = true;
}

void Expander::finish_call() {
  end_argument();
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  make_call(frame, arguments_.size() - frame.first_argument);
  frame.symbol->pins--;
  arguments_.resize(frame.first_argument);
  text_.truncate(frame.text_start);
}

void Expander::make_call(const Frame& frame, size_t argument_count) {
  Call call(frame.symbol->name, arguments_.data() + frame.first_argument, argument_count, text_, frame.location);
  making_ = &frame;
  if (!frame.traced) {
    invoke(frame.definition, call);
    making_ = nullptr;
    return;
  }
  Tracer& tracer = engine_->tracer();
  int level = static_cast<int>(frames_.size()) + 1;
  tracer.trace_collected(call, level, frame.id);
  captured_.emplace();
  empty_shows_ = false;
  invoke(frame.definition, call);
  std::optional<std::string> text = std::exchange(captured_, std::nullopt);
  making_ = nullptr;
  if (text && text->empty() && !empty_shows_) text.reset();
  tracer.trace_done(call, level, frame.id, text);
}

// False when the call lacks its arguments altogether and has no meaning.
bool Expander::check_counts(const Builtin& builtin, const Call& call) {
  int given = static_cast<int>(call.count());
  if (builtin.fewest > given) {
    if (!engine_->diagnostics().quiet()) {
      engine_->warn(call, "Warning: too few arguments to builtin `" + std::string(call.name()) + "'");
    }
    return given > 0;
  }
  if (builtin.most != kAnyCount && given > builtin.most && !engine_->diagnostics().quiet()) {
    engine_->warn(call, "Warning: excess arguments to builtin `" + std::string(call.name()) + "' ignored");
  }
  return true;
}

void Expander::invoke(const RefPtr<Definition>& definition, const Call& call) {
  if (!definition->builtin) return expand_body(definition, call);
  const Builtin& builtin = *definition->builtin;
  if (!check_counts(builtin, call)) return;
  builtin.run(*engine_, call);
}

void Expander::push_result(std::string_view text, const Location& location) {
  engine_->check_length(text.size());
  input_->push_text(text, location);
  if (captured_) captured_->append(text);
}

void Expander::push_token(RefPtr<Definition> builtin, const Location& location) {
  input_->push_token(std::move(builtin), location);
}

void Expander::cut_body(std::string_view text, std::vector<BodyPiece>& pieces) const {
  bool gnu = engine_->options().gnu_extensions;
  size_t literal = 0;
  auto add = [&](size_t dollar, size_t end, BodyPiece::Kind kind, size_t number) {
    if (dollar > literal) pieces.push_back({BodyPiece::Kind::literal, literal, dollar - literal});
    pieces.push_back({kind, number, 0});
    literal = end;
  };
  for (size_t dollar = text.find('$'); dollar != std::string_view::npos; dollar = text.find('$', dollar + 1)) {
    if (dollar + 1 >= text.size()) break;
    char next = text[dollar + 1];
    if (ascii::is_digit(next)) {
      size_t end = dollar + 1;
      size_t number = 0;
      do {
        if (number < 100'000'000) number = number * 10 + static_cast<size_t>(text[end] - '0');
        end++;
      } while (gnu && end < text.size() && ascii::is_digit(text[end]));
      add(dollar, end, BodyPiece::Kind::argument, number);
    } else if (next == '#') {
      add(dollar, dollar + 2, BodyPiece::Kind::count, 0);
    } else if (next == '*') {
      add(dollar, dollar + 2, BodyPiece::Kind::list, 0);
    } else if (next == '@') {
      add(dollar, dollar + 2, BodyPiece::Kind::quoted_list, 0);
    }
  }
  if (literal < text.size()) pieces.push_back({BodyPiece::Kind::literal, literal, text.size() - literal});
}

// Kept with the definition from the second time on: most macros of a configuration are expanded once.
const std::vector<BodyPiece>& Expander::pieces_of(Definition& definition) {
  if (definition.pieces) return *definition.pieces;
  pieces_.clear();
  cut_body(definition.text, pieces_);
  if (std::exchange(definition.was_expanded, true)) definition.pieces = std::make_unique<std::vector<BodyPiece>>(pieces_);
  return pieces_;
}

size_t Expander::piece_length(const BodyPiece& piece, const Call& call) const {
  switch (piece.kind) {
    case BodyPiece::Kind::literal:
      return piece.length;
    case BodyPiece::Kind::argument:
      return piece.offset == 0 ? call.name().size() : call.arg(piece.offset).size();
    case BodyPiece::Kind::count:
      return std::to_string(call.count()).size();
    case BodyPiece::Kind::list:
    case BodyPiece::Kind::quoted_list:
      break;
  }
  if (call.count() == 0) return 0;
  size_t length = call.count() - 1;
  if (piece.kind == BodyPiece::Kind::quoted_list) {
    length += call.count() * (engine_->quoting().open().size() + engine_->quoting().close().size());
  }
  for (size_t i = 1; i <= call.count(); i++) length += call.arg(i).size();
  return length;
}

void Expander::fill_body(std::string_view text, const std::vector<BodyPiece>& pieces, const Call& call, char* out) const {
  auto put = [&out](std::string_view part) {
    if (!part.empty()) std::memcpy(out, part.data(), part.size());
    out += part.size();
  };
  std::string_view open = engine_->quoting().open();
  std::string_view close = engine_->quoting().close();
  for (const BodyPiece& piece : pieces) {
    switch (piece.kind) {
      case BodyPiece::Kind::literal:
        put(text.substr(piece.offset, piece.length));
        break;
      case BodyPiece::Kind::argument:
        put(piece.offset == 0 ? call.name() : call.arg(piece.offset));
        break;
      case BodyPiece::Kind::count:
        put(std::to_string(call.count()));
        break;
      case BodyPiece::Kind::list:
      case BodyPiece::Kind::quoted_list:
        for (size_t i = 1; i <= call.count(); i++) {
          if (i > 1) put(",");
          if (piece.kind == BodyPiece::Kind::quoted_list) put(open);
          put(call.arg(i));
          if (piece.kind == BodyPiece::Kind::quoted_list) put(close);
        }
        break;
    }
  }
}

void Expander::expand_body(const RefPtr<Definition>& definition, const Call& call) {
  if (!definition->has_parameters) {
    input_->push_body(definition, call.location());
    input_->name_origin(call.name());
    if (captured_) captured_->append(definition->text);
    return;
  }
  const std::vector<BodyPiece>& pieces = pieces_of(*definition);
  size_t length = 0;
  for (const BodyPiece& piece : pieces) length += piece_length(piece, call);
  if (length == 0) return;
  engine_->check_length(length);
  char* room = input_->push_room(length, call.location());
  input_->name_origin(call.name());
  fill_body(definition->text, pieces, call, room);
  if (captured_) captured_->append(room, length);
}

}  // namespace sm::m4cf
