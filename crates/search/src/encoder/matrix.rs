//! Multiplies a few rows of numbers by a matrix that stays the same, as fast as plain Rust goes.

use pulp::Arch;

/// Columns that are worked on together: what fits the registers, four rows at a time.
const WIDTH: usize = 16;
type Panel = [f32; WIDTH];

/// A matrix, stored by panels of [`WIDTH`] columns so that it is read from front to back.
#[derive(Debug)]
pub(super) struct Matrix {
    columns: usize,
    rows: usize,
    panels: Vec<Panel>,
}

impl Matrix {
    /// From values row after row; `columns` is a multiple of 16.
    pub(super) fn new(values: &[f32], columns: usize) -> Self {
        let rows = values.len().checked_div(columns).unwrap_or_default();
        let mut panels = Vec::with_capacity(values.len() / WIDTH);
        for panel in 0..columns / WIDTH {
            let (all, _) = values.as_chunks::<WIDTH>();
            panels.extend(all.iter().skip(panel).step_by(columns / WIDTH));
        }
        Self { columns, rows, panels }
    }

    /// Number of rows; never zero.
    pub(super) fn rows(&self) -> usize {
        self.rows.max(1)
    }

    /// One row of the product after the other, for each row of `inputs`; these are as long as the matrix has rows.
    pub(super) fn multiply(&self, inputs: &[&[f32]]) -> Vec<f32> {
        let mut out = vec![0.0; inputs.len() * self.columns];
        // A fused multiply-add is one instruction where the processor has it and a slow function where it has not.
        match Arch::new() {
            #[cfg(target_arch = "x86_64")]
            Arch::V3(simd) => simd.vectorize(Product::<true> { matrix: self, inputs, out: &mut out }),
            arch => arch.dispatch(Product::<false> { matrix: self, inputs, out: &mut out }),
        }
        out
    }
}

/// A multiplication, compiled for several processors.
struct Product<'a, const FUSED: bool> {
    matrix: &'a Matrix,
    inputs: &'a [&'a [f32]],
    out: &'a mut [f32],
}

impl<const FUSED: bool> pulp::NullaryFnOnce for Product<'_, FUSED> {
    type Output = ();

    // Only what is inlined is compiled for the chosen processor.
    #[expect(clippy::inline_always, reason = "see above")]
    #[inline(always)]
    fn call(self) {
        let Self { matrix, inputs, out } = self;
        for (number, panel) in matrix.panels.chunks_exact(matrix.rows()).enumerate() {
            let blocks = inputs.chunks(4).zip(out.chunks_mut(4 * matrix.columns));
            for (rows, out) in blocks {
                let row = |at: usize| rows.get(at).or(rows.first()).copied().unwrap_or_default();
                let sums = four_rows::<FUSED>(panel, [row(0), row(1), row(2), row(3)]);
                for (out, sum) in out.chunks_exact_mut(matrix.columns).zip(sums) {
                    if let Some(out) = out.as_chunks_mut::<WIDTH>().0.get_mut(number) {
                        *out = sum;
                    }
                }
            }
        }
    }
}

#[expect(clippy::inline_always, reason = "as above")]
#[inline(always)]
fn four_rows<const FUSED: bool>(panel: &[Panel], rows: [&[f32]; 4]) -> [Panel; 4] {
    let mut sums = [[0.0; WIDTH]; 4];
    let inputs = rows[0].iter().zip(rows[1]).zip(rows[2]).zip(rows[3]);
    for (weights, (((a, b), c), d)) in panel.iter().zip(inputs) {
        for (sum, x) in sums.iter_mut().zip([*a, *b, *c, *d]) {
            for (sum, weight) in sum.iter_mut().zip(weights) {
                *sum = if FUSED { x.mul_add(*weight, *sum) } else { *sum + x * *weight };
            }
        }
    }
    sums
}
