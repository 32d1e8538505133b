// Attributes of committees.
#include "storage/committee_group.hpp"

#include "rhofield/error.hpp"
#include "storage/model_options.hpp"

namespace rhofield::storage {

using hdf5::Group;

int parse_element(const Group& group, const std::string& symbol) {
  try {
    return atomic_number(symbol);
  } catch (const InvalidInput& error) {
    group.fail(symbol, error.what());
  }
}

void write_committee(const Group& learned, const Committee& committee) {
  if (committee.members == 0) return;
  const Group group = learned.create_group(committee_group_name);
  group.set("members", committee.members);
  group.set("electrons", committee.electrons);
  group.set("dipole", committee.dipole);
  group.set("polarizability", committee.polarizability);
  group.set("familiar_structure", committee.familiar_structure);
  const Group familiar = group.create_group("familiar");
  for (const auto& [number, largest] : committee.familiar) familiar.set(std::string(element_symbol(number)), largest);
}

Committee read_committee(const Group& learned) {
  if (!learned.has(committee_group_name)) return {};
  const Group group = learned.group(committee_group_name);
  Committee committee{.members = read_int(group, "members"),
                      .electrons = group.number("electrons"),
                      .dipole = group.number("dipole"),
                      .polarizability = group.number("polarizability"),
                      .familiar = {},
                      .familiar_structure = 0};
  if (group.has_attribute("familiar_structure"))  // absent in files written before properties had committees
    committee.familiar_structure = group.number("familiar_structure");
  if (committee.members < 1) group.fail("members", std::to_string(committee.members) + " is no number of members");
  const Group familiar = group.group("familiar");
  for (const std::string& symbol : familiar.attribute_names())
    committee.familiar[parse_element(familiar, symbol)] = familiar.number(symbol);
  return committee;
}

}  // namespace rhofield::storage
