#include "reference-server/deviation/condstore.hpp"

#include <array>

namespace mailrig::server {
namespace {

constexpr std::array kTable{
    &kSelectNoHighestmodseq,      &kSelectNoClosed,           &kStoreModseqStays,
    &kStoreUnchangedsinceIgnored, &kStoreNoModified,          &kStoreSilentNoModseq,
    &kStoreSameRaisesModseq,      &kFetchChangedsinceIgnored, &kFetchChangedsinceNoModseq,
    &kCondstoreNotSticky,         &kSearchNoModseq,           &kQresyncWithoutEnable,
    &kQresyncHighestMissing,      &kQresyncAllVanished,       &kVanishedNotEarlier,
    &kQresyncValidityIgnored,     &kQresyncNoFlags,           &kExpungeNotVanished,
    &kExpungeNoHighestmodseq,     &kCloseTellsHighestmodseq};

}  // namespace

std::span<const Deviation* const> condstore_deviations() {
  return kTable;
}

}  // namespace mailrig::server
