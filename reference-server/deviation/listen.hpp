// Deviations of every protocol's connections, asked for where connections are accepted and served:
// not a rule broken, but a server that fails.
#pragma once

#include "reference-server/deviation/deviation.hpp"

namespace mailrig::server {

inline constexpr Deviation kListenCloseAtOnce{
    "listen.close-at-once", {5321, "3.1"}, "a connection is closed before the greeting"};
inline constexpr Deviation kListenResetAtOnce{
    "listen.reset-at-once", {5321, "3.1"}, "a connection is reset before the greeting"};
inline constexpr Deviation kListenStall{
    "listen.stall", {5321, "4.5.3.2"}, "a connection is accepted, and nothing is ever said on it"};
inline constexpr Deviation kListenGarbage{
    "listen.garbage", {5321, "4.2"}, "each answer is replaced by octets of no meaning"};
inline constexpr Deviation kListenFlood{
    "listen.flood", {5321, "4.2"}, "each answer is followed by a megabyte without a line end"};
inline constexpr Deviation kListenDrop{
    "listen.drop", {5321, "3.8"}, "the connection is closed instead of the first answer"};
inline constexpr Deviation kListenPause{
    "listen.pause",
    {5321, "4.5.3.2"},
    "the whole server stops for 2 seconds, once, 10 seconds after the first connection"};
inline constexpr Deviation kListenUncommitted{
    "listen.uncommitted", {5321, "6.1"}, "what is acknowledged is not yet on disk, and a crash loses it"};

[[nodiscard]] std::span<const Deviation* const> listen_deviations();

}  // namespace mailrig::server
