// Claims about error messages: the right kind is thrown and every part of the message that helps is there.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

namespace rhofield::testing {

/// Runs `action` and expects an exception of type Exception whose message contains all `parts`.
template <class Exception, class Action>
void expect_error(Action&& action, std::initializer_list<std::string> parts) {
  try {
    action();
  } catch (const Exception& error) {
    const std::string message = error.what();
    for (const std::string& part : parts)
      EXPECT_NE(message.find(part), std::string::npos) << "'" << part << "' is missing in: " << message;
    return;
  } catch (const std::exception& error) {
    ADD_FAILURE() << "another kind of exception: " << error.what();
    return;
  }
  ADD_FAILURE() << "nothing was thrown";
}

}  // namespace rhofield::testing
