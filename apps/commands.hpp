// The commands of the program. Each adds itself to the command line and runs from a callback.
#pragma once

#include <CLI/CLI.hpp>

namespace rhofield::app {

void add_train(CLI::App& program);
void add_validate(CLI::App& program);
void add_predict(CLI::App& program);
void add_learning_curve(CLI::App& program);
void add_grid(CLI::App& program);
void add_analyse(CLI::App& program);
void add_sample(CLI::App& program);
void add_inspect(CLI::App& program);
void add_config(CLI::App& program);
void add_devices(CLI::App& program);

}  // namespace rhofield::app
