//! The eID card's protocol (BSI TR-03110, version 2), terminal and chip, without I/O.
