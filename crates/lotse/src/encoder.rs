//! The sentence encoder of the search, which lies in a folder of its own beside the database.

use std::{
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use directory::{Encoder, EncoderFiles, ModelFile};
use web::App;

/// Loads the encoder and gives it to the running site. Without it the search works on words, and the log says so.
pub(crate) async fn bring(app: App) {
    match tokio::task::spawn_blocking(load).await {
        Ok(Ok(encoder)) => {
            app.add_encoder(Arc::new(encoder)).await;
            tracing::info!("the search finds by words and by meaning");
        }
        Ok(Err(why)) => tracing::warn!("the search works on words alone: {why}"),
        Err(error) => tracing::error!(%error, "the encoder could not be loaded"),
    }
}

fn load() -> Result<Encoder, String> {
    let folder = folder().ok_or("no home folder is known; name the encoder's folder in LOTSE_ENCODER")?;
    let pieces = read(&folder, ModelFile::Pieces)?;
    let weights = read(&folder, ModelFile::Weights)?;
    let encoder = Encoder::from_bytes(&EncoderFiles { pieces: &pieces, weights: &weights });
    encoder.map_err(|e| format!("the encoder in {} cannot be used: {e}", folder.display()))
}

fn read(folder: &Path, file: ModelFile) -> Result<Vec<u8>, String> {
    let path = folder.join(file.name());
    std::fs::read(&path).map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => format!("there is no {}; `.ci/encoder` brings it", path.display()),
        _ => format!("{} cannot be read: {e}", path.display()),
    })
}

/// The same rule as in `.ci/encoder`.
fn folder() -> Option<PathBuf> {
    let var = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    var("LOTSE_ENCODER").or_else(|| {
        let data = var("XDG_DATA_HOME").or_else(|| Some(var("HOME")?.join(".local/share")))?;
        Some(data.join("lotse/encoder"))
    })
}
