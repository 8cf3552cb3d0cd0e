//! The numbers of the network, as they lie in `weights.npz`, brought into the form they are used in.

use std::io;

use super::archive::Archive;
use super::error::{EncoderError, ModelFile};
use super::matrix::Matrix;
use super::source::Source;

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
    table: Box<dyn Source>,
    blocks: Vec<Block>,
    pub(super) projection: Matrix,
    pub(super) projection_bias: Vec<f32>,
    pub(super) projection_norm: Norm,
    pub(super) convolutions: [Convolution; CONVOLUTIONS],
    pub(super) features_norm: Norm,
    pub(super) output: Matrix,
    pub(super) output_bias: Vec<f32>,
    pub(super) dense: Dense,
}

/// What the bytes of a block stand for.
#[derive(Debug)]
struct Block {
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
    /// Bytes of the table.
    const TABLE: usize = Self::PIECES * WIDE;

    /// Reads an archive. Names and sizes are checked, not the checksum.
    ///
    /// # Errors
    /// An array that is missing, cut off, or not what this network has.
    pub fn read(source: &dyn Source) -> Result<Self, EncoderError> {
        let archive = Archive::read(source)?;
        let network = Self::network(&archive, Box::new(Vec::new()))?;
        let mut table = Vec::with_capacity(Self::TABLE);
        for number in 1..=BLOCKS {
            archive.bytes(&format!("q{number}"), &[BLOCK_ROWS, WIDE], &mut table)?;
        }
        Ok(Self { table: Box::new(table), ..network })
    }

    /// Reads an archive but for its table, which lies unpacked in a source of its own: all blocks, one after the
    /// other. The table stays there, and 66 MB are not held in memory.
    ///
    /// # Errors
    /// As [`read`](Self::read); and a table of another size.
    pub fn with_table(source: &dyn Source, table: Box<dyn Source>) -> Result<Self, EncoderError> {
        let found = usize::try_from(table.size()).unwrap_or(usize::MAX);
        if found != Self::TABLE {
            let what = "the table".to_owned();
            return Err(EncoderError::Size { file: ModelFile::Table, what, found, expected: Self::TABLE });
        }
        Self::network(&Archive::read(source)?, table)
    }

    fn network(archive: &Archive<'_>, table: Box<dyn Source>) -> Result<Self, EncoderError> {
        let [first, second, third] = [(2, 0), (3, 1), (5, 2)];
        Ok(Self {
            projection: projection(archive)?,
            projection_bias: joined(archive, "proj_b")?,
            projection_norm: Norm { factor: joined(archive, "ln_g")?, bias: joined(archive, "ln_b")? },
            convolutions: [
                convolution(archive, first)?,
                convolution(archive, second)?,
                convolution(archive, third)?,
            ],
            features_norm: Norm {
                factor: archive.floats("ln_g", &[FEATURES])?,
                bias: archive.floats("ln_b", &[FEATURES])?,
            },
            output: matrix(archive, "cnn_W", FEATURES, WIDE)?,
            output_bias: archive.floats("cnn_b", &[WIDE])?,
            dense: Dense {
                d0: matrix(archive, "d0", WIDE, HIDDEN)?,
                d1: matrix(archive, "d1", HIDDEN, HIDDEN)?,
                d2: matrix(archive, "d2", HIDDEN, WIDE)?,
                d3: matrix(archive, "d3", WIDE, WIDE)?,
                p1: matrix(archive, "p1", WIDE, HIDDEN)?,
                p3: matrix(archive, "p3", HIDDEN, WIDE)?,
            },
            blocks: blocks(archive)?,
            table,
        })
    }

    /// Adds the numbers of a piece; zeros for a piece that the table does not have.
    ///
    /// # Errors
    /// The table cannot be read.
    pub(super) fn piece(&self, id: u32, to: &mut Vec<f32>) -> io::Result<()> {
        let (row, number) = (id as usize / BLOCKS, id as usize % BLOCKS);
        let Some(block) = self.blocks.get(number).filter(|_| row < BLOCK_ROWS) else {
            to.extend([0.0; WIDE]);
            return Ok(());
        };
        let mut values = [0; WIDE];
        self.table.read_at(((number * BLOCK_ROWS + row) * WIDE) as u64, &mut values)?;
        to.extend(values.iter().map(|value| f32::from(*value) * block.scale + block.low));
        Ok(())
    }
}

fn blocks(archive: &Archive<'_>) -> Result<Vec<Block>, EncoderError> {
    let scales = archive.floats("scale", &[BLOCKS])?;
    let lows = archive.floats("lo", &[BLOCKS])?;
    Ok(scales.into_iter().zip(lows).map(|(scale, low)| Block { scale, low }).collect())
}

/// The projections of all convolutions side by side.
fn projection(archive: &Archive<'_>) -> Result<Matrix, EncoderError> {
    let part = |width: usize| matrix(archive, &format!("proj{width}"), WIDE, NARROW);
    Ok(part(2)?.beside(part(3)?).beside(part(5)?))
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
    let values = archive.floats(name, &[rows, columns])?;
    Matrix::new(&values, columns).ok_or_else(|| EncoderError::Broken {
        file: ModelFile::Weights,
        what: format!("{name} does not hold 8-bit numbers times a factor"),
    })
}
