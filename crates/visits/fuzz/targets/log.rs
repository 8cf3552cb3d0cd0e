//! Any text as the events of a day, one a line as the database holds them: what is no event is left out, and whatever the
//! others come to, line, waiting times and figures can be worked out of it.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|log: &str| visits::fuzzing::replay(log));
