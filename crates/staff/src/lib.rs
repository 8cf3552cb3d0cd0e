//! The people who serve: accounts, roles, sessions, devices, and the record of what was done.
