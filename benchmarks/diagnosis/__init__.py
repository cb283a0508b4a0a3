"""Wrong gradients by the thousand: mutants of right programs, each proved wrong by differences, to measure the diagnosis with."""
