//! Against libeac, a C implementation that is not ours: its tools and its library.

use std::fs;
use std::path::Path;

use eac::card_security::CardSecurity;
use eac::chat::{Level, Right, Rights};
use eac::curve::Curve;
use eac::cvc::Certificate;
use eac::description::{self, Description, Terms};
use eac::pki::Pki;
use jiff::civil::{Date, date};
use x509_cert::der::Encode;

use crate::peer::{Peer, tool};
use crate::support::Dice;

const TODAY: Date = date(2026, 11, 26);
