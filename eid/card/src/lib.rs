//! Card readers, practice cards and the card check.
