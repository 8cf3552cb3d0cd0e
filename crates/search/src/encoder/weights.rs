//! The numbers of the network, as they lie in `weights.npz`, brought into the form they are used in.

use super::archive::Archive;
use super::error::EncoderError;
use super::matrix::Matrix;

/// Numbers per piece, and per text.
pub(super) const WIDE: usize = 512;
/// Numbers per piece in a convolution.
pub(super) const NARROW: usize = 256;
/// The three convolutions.
pub(super) const CONVOLUTIONS: usize = 3;
/// What is known of a piece and its neighbours: its own numbers, and those of each convolution.
pub(super) const FEATURES: usize = WIDE + CONVOLUTIONS * NARROW;
/// Pieces in one block of the table, and the number of blocks. Each block has a scale of its own; piece `i` lies in
/// block `i % BLOCKS`.
const BLOCK_ROWS: usize = 7530;
const BLOCKS: usize = 17;
const HIDDEN: usize = 320;

/// The network: a table, three convolutions over 2, 3 and 5 neighbours, and six dense layers.
#[derive(Debug)]
pub struct Weights {
    table: Vec<Block>,
    pub(super) projection: Matrix,
    pub(super) projection_bias: Vec<f32>,
    pub(super) projection_norm: Norm,
    pub(super) convolutions: [Convolution; CONVOLUTIONS],
    pub(super) features_norm: Norm,
    pub(super) output: Matrix,
    pub(super) output_bias: Vec<f32>,
    pub(super) dense: Dense,
}

#[derive(Debug)]
struct Block {
    values: Vec<u8>,
    scale: f32,
    low: f32,
}

/// Factors and summands of a layer normalisation.
#[derive(Debug)]
pub(super) struct Norm {
    pub(super) factor: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

/// Two layers over `width` neighbours, of which `before` stand before the piece.
#[derive(Debug)]
pub(super) struct Convolution {
    pub(super) width: usize,
    pub(super) before: usize,
    pub(super) first: Matrix,
    pub(super) first_bias: Vec<f32>,
    pub(super) second: Matrix,
    pub(super) second_bias: Vec<f32>,
}

/// The layers over a whole text. Names as in the file: `d` are layers, `p` are the ways around them.
#[derive(Debug)]
pub(super) struct Dense {
    pub(super) d0: Matrix,
    pub(super) d1: Matrix,
    pub(super) d2: Matrix,
    pub(super) d3: Matrix,
    pub(super) p1: Matrix,
    pub(super) p3: Matrix,
}

impl Weights {
    /// Pieces that the table has numbers for.
    pub(super) const PIECES: usize = BLOCK_ROWS * BLOCKS;

    /// Reads an archive. Names and sizes are checked, not the checksum.
    pub fn read(bytes: &[u8]) -> Result<Self, EncoderError> {
        let archive = Archive::read(bytes)?;
        let [first, second, third] = [(2, 0), (3, 1), (5, 2)];
        Ok(Self {
            projection: projection(&archive)?,
            projection_bias: joined(&archive, "proj_b")?,
            projection_norm: Norm { factor: joined(&archive, "ln_g")?, bias: joined(&archive, "ln_b")? },
            convolutions: [
                convolution(&archive, first)?,
                convolution(&archive, second)?,
                convolution(&archive, third)?,
            ],
            features_norm: Norm {
                factor: archive.floats("ln_g", &[FEATURES])?,
                bias: archive.floats("ln_b", &[FEATURES])?,
            },
            output: matrix(&archive, "cnn_W", FEATURES, WIDE)?,
            output_bias: archive.floats("cnn_b", &[WIDE])?,
            dense: Dense {
                d0: matrix(&archive, "d0", WIDE, HIDDEN)?,
                d1: matrix(&archive, "d1", HIDDEN, HIDDEN)?,
                d2: matrix(&archive, "d2", HIDDEN, WIDE)?,
                d3: matrix(&archive, "d3", WIDE, WIDE)?,
                p1: matrix(&archive, "p1", WIDE, HIDDEN)?,
                p3: matrix(&archive, "p3", HIDDEN, WIDE)?,
            },
            table: table(&archive)?,
        })
    }

    /// Writes the numbers of a piece; zeros for a piece that the table does not have.
    pub(super) fn piece(&self, id: u32, out: &mut [f32]) {
        let (row, block) = (id as usize / BLOCKS, id as usize % BLOCKS);
        let block = self.table.get(block);
        let values = block.and_then(|block| block.values.chunks_exact(WIDE).nth(row));
        let (scale, low) = block.map_or((0.0, 0.0), |block| (block.scale, block.low));
        for (out, value) in out.iter_mut().zip(values.unwrap_or_default()) {
            *out = f32::from(*value) * scale + low;
        }
    }
}

fn table(archive: &Archive<'_>) -> Result<Vec<Block>, EncoderError> {
    let scales = archive.floats("scale", &[BLOCKS])?;
    let lows = archive.floats("lo", &[BLOCKS])?;
    let blocks = (1..).zip(scales).zip(lows).map(|((number, scale), low)| {
        let values = archive.bytes(&format!("q{number}"), &[BLOCK_ROWS, WIDE])?;
        Ok(Block { values, scale, low })
    });
    blocks.collect()
}

/// The projections of all convolutions side by side.
fn projection(archive: &Archive<'_>) -> Result<Matrix, EncoderError> {
    let parts = [2, 3, 5].map(|width| archive.floats(&format!("proj{width}"), &[WIDE, NARROW]));
    let [first, second, third] = parts;
    let (first, second, third) = (first?, second?, third?);
    let rows = first.chunks(NARROW).zip(second.chunks(NARROW)).zip(third.chunks(NARROW));
    let values: Vec<f32> = rows.flat_map(|((a, b), c)| [a, b, c].concat()).collect();
    Ok(Matrix::new(&values, CONVOLUTIONS * NARROW))
}

fn joined(archive: &Archive<'_>, name: &str) -> Result<Vec<f32>, EncoderError> {
    let mut all = Vec::with_capacity(CONVOLUTIONS * NARROW);
    for width in [2, 3, 5] {
        all.extend(archive.floats(&format!("{name}{width}"), &[NARROW])?);
    }
    Ok(all)
}

fn convolution(archive: &Archive<'_>, (width, before): (usize, usize)) -> Result<Convolution, EncoderError> {
    Ok(Convolution {
        width,
        before,
        first: matrix(archive, &format!("w1_{width}"), width * NARROW, NARROW)?,
        first_bias: archive.floats(&format!("b1_{width}"), &[NARROW])?,
        second: matrix(archive, &format!("w2_{width}"), width * NARROW, NARROW)?,
        second_bias: archive.floats(&format!("b2_{width}"), &[NARROW])?,
    })
}

fn matrix(archive: &Archive<'_>, name: &str, rows: usize, columns: usize) -> Result<Matrix, EncoderError> {
    Ok(Matrix::new(&archive.floats(name, &[rows, columns])?, columns))
}
