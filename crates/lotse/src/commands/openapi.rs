//! `lotse openapi`.

use std::io::Write as _;

/// Prints the description of the public API, of a city with every language.
pub(crate) fn run() -> anyhow::Result<()> {
    std::io::stdout().write_all(web::openapi_json(&kernel::Lang::ALL).as_bytes())?;
    Ok(())
}
