// Files appear whole or not at all: written to a temporary name in the same folder, flushed to disk, then renamed.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string_view>

namespace rhofield::storage {

/// Replaces the file at `path` by `bytes`. Throws Error with the system's reason (a full disk, say); the old file is
/// then untouched and no temporary file is left behind. A symbolic link is followed; a device such as /dev/stdout is
/// written directly.
void write_atomically(const std::filesystem::path& path, std::span<const std::byte> bytes);
void write_atomically(const std::filesystem::path& path, std::string_view text);

/// The same, part by part: `next` is called until it returns nothing, and each part is written before it is called
/// again. What it throws ends the writing likewise.
void write_atomically(const std::filesystem::path& path, const std::function<std::string_view()>& next);

/// Throws what write_atomically would throw, were it called now: makes the temporary file and removes it again. For
/// long work, before it begins; a disk may still fill up afterwards.
void check_writable(const std::filesystem::path& path);

}  // namespace rhofield::storage
