//! `lotse openapi`.

use std::io::Write as _;

/// Prints the description of the public API.
pub(crate) fn run() -> anyhow::Result<()> {
    std::io::stdout().write_all(web::openapi_json().as_bytes())?;
    Ok(())
}
