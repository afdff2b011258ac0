#include "harness/scenario/construct_names.hpp"

namespace mailrig::scenario {

std::string_view construct(Verb verb) {
  switch (verb) {
    case Verb::Send:
      return "C:";
    case Verb::Expect:
      return "S:";
    case Verb::Connect:
      return "connect";
    case Verb::StartTls:
      return "tls";
    case Verb::Close:
      return "close";
    case Verb::HalfClose:
      return "half-close";
    case Verb::Compress:
      return "compress";
    case Verb::Reset:
      return "reset";
    case Verb::Closed:
      return "closed";
    case Verb::Silent:
      return "silent";
    case Verb::Pause:
      return "pause";
    case Verb::ReadSlowly:
      return "read slowly";
    case Verb::Read:
      return "read";
    case Verb::Auth:
      return "auth";
    case Verb::Deliver:
      return "send";
    case Verb::Set:
      return "set";
    case Verb::Open:
      return "open";
    case Verb::Check:
      return "check";
    case Verb::Include:
      return "include";
    case Verb::Repeat:
      return "repeat";
    case Verb::If:
      return "if";
    case Verb::ElseIf:
      return "else if";
    case Verb::Else:
      return "else";
    case Verb::AtOnce:
      return "at once";
    case Verb::End:
      return "end";
  }
  return {};
}

std::string_view construct(CloseKind kind) {
  switch (kind) {
    case CloseKind::Any:
      return kNoConstruct;
    case CloseKind::Fin:
      return "by fin";
    case CloseKind::Reset:
      return "by reset";
    case CloseKind::Alert:
      return "by alert";
  }
  return {};
}

std::string_view construct(Handshake::Outcome outcome) {
  switch (outcome) {
    case Handshake::Outcome::Done:
      return kNoConstruct;
    case Handshake::Outcome::OrClosed:
      return "or closed";
    case Handshake::Outcome::Refused:
      return "refused";
  }
  return {};
}

std::string_view construct(Need::Kind kind) {
  switch (kind) {
    case Need::Kind::Capability:
      return "CAPABILITY";
    case Need::Kind::Service:
      return "service";
    case Need::Kind::Tls:
      return "tls";
    case Need::Kind::Accounts:
      return "accounts:n";
  }
  return {};
}

std::string_view construct(Term::Kind kind) {
  switch (kind) {
    case Term::Kind::Any:
      return "${_}";
    case Term::Kind::Rest:
      return "...";
    case Term::Kind::Nil:
      return "NIL";
    case Term::Kind::Word:
      return "word";
    case Term::Kind::String:
      return "\"string\"";
    case Term::Kind::Bind:
      return "${=name}";
    case Term::Kind::Compare:
      return kNoConstruct;  // its relation
    case Term::Kind::List:
      return "(list)";
    case Term::Kind::Regex:
      return "~/expression/";
  }
  return {};
}

std::string_view construct(Relation relation) {
  switch (relation) {
    case Relation::NotEqual:
      return "${!=name}";
    case Relation::Less:
      return "${<name}";
    case Relation::LessOrEqual:
      return "${<=name}";
    case Relation::Greater:
      return "${>name}";
    case Relation::GreaterOrEqual:
      return "${>=name}";
  }
  return {};
}

// Functions are told apart by their words: template.cpp.
std::string_view construct(Piece::Kind kind) {
  switch (kind) {
    case Piece::Kind::Text:
    case Piece::Kind::Size:
    case Piece::Kind::Base64:
    case Piece::Kind::Quoted:
    case Piece::Kind::Upper:
    case Piece::Kind::Percent:
      return kNoConstruct;
    case Piece::Kind::Slot:
      return "${name}";
    case Piece::Kind::Plus:
      return "${name+1}";
    case Piece::Kind::Stuffed:
      return kNoConstruct;  // "C data: ${name}"
  }
  return {};
}

std::string_view construct(Comparison::Operator is) {
  switch (is) {
    case Comparison::Operator::Equal:
      return "=";
    case Comparison::Operator::NotEqual:
      return "!=";
    case Comparison::Operator::Less:
      return "<";
    case Comparison::Operator::LessOrEqual:
      return "<=";
    case Comparison::Operator::Greater:
      return ">";
    case Comparison::Operator::GreaterOrEqual:
      return ">=";
  }
  return {};
}

std::string_view construct(LinePattern::Kind kind) {
  switch (kind) {
    case LinePattern::Kind::Words:
      return "words";
    case LinePattern::Kind::AnyNumber:
      return "...";
    case LinePattern::Kind::Message:
      return "message";
  }
  return {};
}

std::string_view construct(ImapPattern::Kind kind) {
  switch (kind) {
    case ImapPattern::Kind::Tagged:
      return "tagged status";
    case ImapPattern::Kind::UntaggedStatus:
      return "* status";
    case ImapPattern::Kind::Data:
      return "* data";
    case ImapPattern::Kind::Continuation:
      return "+";
  }
  return {};
}

std::string_view construct(DataShape shape) {
  switch (shape) {
    case DataShape::InOrder:
      return "values in order";
    case DataShape::Nothing:
      return "no values: EXISTS";
    case DataShape::Number:
      return "a number: UIDNEXT";
    case DataShape::Members:
      return "words as a set: CAPABILITY";
    case DataShape::Numbers:
      return "numbers as a set: SEARCH";
    case DataShape::Flags:
      return "flags as a set: FLAGS";
    case DataShape::List:
      return "LIST";
    case DataShape::Mailbox:
      return "a mailbox and values: MYRIGHTS";
    case DataShape::Status:
      return "STATUS";
    case DataShape::Fetch:
      return "FETCH";
    case DataShape::Esearch:
      return "ESEARCH";
    case DataShape::Vanished:
      return "VANISHED";
    case DataShape::UidSet:
      return "a set of numbers: MODIFIED";
    case DataShape::AppendUid:
      return "APPENDUID";
    case DataShape::CopyUid:
      return "COPYUID";
  }
  return {};
}

}  // namespace mailrig::scenario
