#include "harness/drive/notes.hpp"

#include <algorithm>

namespace mailrig::drive {

using play::Do;

std::string act_of(const Do& todo) {
  switch (todo.what) {
    case Do::What::StartTls: {
      std::string text = "start TLS";
      if (todo.tls.version != scenario::TlsVersion::Any) {
        text += ' ';
        text += scenario::name(todo.tls.version);
      }
      return todo.tls.verified ? text + " verified" : text;
    }
    case Do::What::Compress:
      return "compress";
    case Do::What::Close:
      return "close";
    case Do::What::HalfClose:
      return "half-close";
    case Do::What::Reset:
      return "reset";
    case Do::What::PauseReading:
      return "stop reading";
    case Do::What::ResumeReading:
      return "read on";
    case Do::What::PaceReading:
      return "read " + std::to_string(todo.octets) + " octets every " + std::to_string(todo.every.count()) +
             " ms";
    default:
      return {};
  }
}

std::string text_of(const net::Closing& closing) {
  std::string text(net::name(closing.ending));
  if (!closing.alert.empty()) text += " " + closing.alert;
  if (!closing.detail.empty()) text += ", " + closing.detail;
  return text;
}

net::Closing closing_of(std::string_view text) {
  net::Closing closing;
  const std::size_t comma = std::min(text.find(", "), text.size());
  const std::string_view words = text.substr(0, comma);
  const std::size_t space = std::min(words.find(' '), words.size());
  closing.ending = net::ending_named(words.substr(0, space)).value_or(net::Ending::Local);
  if (space < words.size()) closing.alert = std::string(words.substr(space + 1));
  if (comma < text.size()) closing.detail = std::string(text.substr(comma + 2));
  return closing;
}

play::Ended ended(net::Ending ending) {
  switch (ending) {
    case net::Ending::Fin:
      return play::Ended::Fin;
    case net::Ending::Reset:
      return play::Ended::Reset;
    case net::Ending::TlsAlert:
      return play::Ended::TlsAlert;
    case net::Ending::TlsFailed:
      return play::Ended::TlsFailed;
    case net::Ending::DeflateFailed:
      return play::Ended::DeflateFailed;
    case net::Ending::Refused:
      return play::Ended::Refused;
    case net::Ending::Unreachable:
    case net::Ending::NoSuchHost:
      return play::Ended::Unreachable;
    case net::Ending::TimedOut:
      return play::Ended::TimedOut;
    case net::Ending::Overflow:
      return play::Ended::Overflow;
    case net::Ending::NoSockets:
      return play::Ended::NoSockets;
    case net::Ending::Local:
      return play::Ended::Local;
  }
  return play::Ended::Local;
}

}  // namespace mailrig::drive
