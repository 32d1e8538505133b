// Helpers of the library itself: numbers in messages, loops shared among threads, code unrolled for an order.
#include <gtest/gtest.h>

#include <atomic>
#include <new>
#include <stdexcept>
#include <vector>

#include "cpu/unroll.hpp"
#include "runtime/parallel.hpp"
#include "runtime/text.hpp"
#include "support/errors.hpp"

namespace rhofield {
namespace {

TEST(Text, ShowsNumbersOfEverySize) {
  EXPECT_EQ(text(1e-12), "1e-12");
  EXPECT_EQ(text(0.25), "0.25");
  EXPECT_EQ(text(-3), "-3");
  EXPECT_EQ(text(1.5e300), "1.5e+300");
}

TEST(ParallelFor, VisitsEveryIndexOnce) {
  for (const Index count : {0, 1, 31, 257}) {
    std::vector<int> visits(static_cast<std::size_t>(count), 0);
    parallel_for(
        count, 4, [] { return 1; }, [&](Index k, int& one) { visits[static_cast<std::size_t>(k)] += one; });
    EXPECT_EQ(visits, std::vector<int>(static_cast<std::size_t>(count), 1));
  }
}

TEST(ParallelFor, PassesOnWhatABodyThrows) {
  const auto run = [] {
    parallel_for(
        100, 1, [] { return 0; },
        [](Index k, int&) {
          if (k == 40) throw std::out_of_range("forty");
        });
  };
  testing::expect_error<std::out_of_range>(run, {"forty"});
}

TEST(ParallelFor, PassesOnThatThereIsNoMemoryForScratch) {
  std::atomic<int> visits = 0;
  EXPECT_THROW(parallel_for(
                   100, 1, []() -> int { throw std::bad_alloc(); }, [&](Index, int&) { ++visits; }),
               std::bad_alloc);
  EXPECT_EQ(visits, 0);
}

TEST(UnrollFor, RunsTheOrderThatIsAskedForAndRefusesOthers) {
  for (int wanted = 0; wanted <= 5; ++wanted) {
    int ran = -1;
    cpu::unroll_for<5>("test", wanted, [&]<int l>() { ran = l; });
    EXPECT_EQ(ran, wanted);
  }
  for (const int wanted : {-1, 6})
    testing::expect_error<InternalError>([&] { cpu::unroll_for<5>("test", wanted, []<int l>() {}); },
                                         {"test", std::to_string(wanted), "0 to 5"});
}

}  // namespace
}  // namespace rhofield
