//! The queue of one stop on one day: numbers, calls, desks.
