//! The sentence encoder of the search, which lies in a folder of its own beside the database.

use std::{
    fs::File,
    io,
    os::unix::fs::FileExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use directory::{Encoder, EncoderFiles, ModelFile, Source};
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
    let path = folder.join(ModelFile::Pieces.name());
    let pieces = std::fs::read(&path).map_err(|e| unreadable(&path, &e))?;
    let weights = OnDisk::open(&folder, ModelFile::Weights)?;
    let files = EncoderFiles { pieces: &pieces, weights: &weights };
    let encoder = if let Ok(table) = OnDisk::open(&folder, ModelFile::Table) {
        Encoder::with_table(&files, Box::new(table))
    } else {
        tracing::info!(
            "the encoder's table.bin is missing (`.ci/encoder` makes it); 66 MB more memory are used"
        );
        Encoder::from_bytes(&files)
    };
    encoder.map_err(|e| format!("the encoder in {} cannot be used: {e}", folder.display()))
}

fn unreadable(path: &Path, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => format!("there is no {}; `.ci/encoder` brings it", path.display()),
        _ => format!("{} cannot be read: {error}", path.display()),
    }
}

/// A file of the encoder that stays on disk. What is read often, the system keeps in memory and gives back when memory is
/// short.
#[derive(Debug)]
struct OnDisk {
    file: File,
    size: u64,
}

impl OnDisk {
    fn open(folder: &Path, file: ModelFile) -> Result<Self, String> {
        let path = folder.join(file.name());
        let open = || {
            let file = File::open(&path)?;
            let size = file.metadata()?.len();
            Ok(Self { file, size })
        };
        open().map_err(|e| unreadable(&path, &e))
    }
}

impl Source for OnDisk {
    fn size(&self) -> u64 {
        self.size
    }

    fn read_at(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        let read = self.file.read_exact_at(into, at);
        read.inspect_err(|error| tracing::error!(%error, "the encoder's file cannot be read any more"))
    }
}

/// The same rule as in `.ci/encoder`.
fn folder() -> Option<PathBuf> {
    let var = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    var("LOTSE_ENCODER").or_else(|| {
        let data = var("XDG_DATA_HOME").or_else(|| Some(var("HOME")?.join(".local/share")))?;
        Some(data.join("lotse/encoder"))
    })
}
