//! Multiplies rows of numbers by a matrix that stays the same, as fast as plain Rust goes.
//!
//! The matrices of this model are 8-bit numbers times a factor, and stay so in memory: a quarter of the space, and a
//! question waits for memory more than for arithmetic.

use pulp::Arch;

use super::lanes::{Lanes, Plain, WIDTH, Weights};

/// A matrix, stored by panels of [`WIDTH`] columns so that it is read from front to back.
#[derive(Debug)]
pub(super) struct Matrix {
    columns: usize,
    rows: usize,
    /// One per panel.
    factors: Vec<f32>,
    panels: Vec<Weights>,
}

impl Matrix {
    /// From values row after row; `columns` is a multiple of 32. None if the values are no 8-bit numbers times a
    /// factor.
    pub(super) fn new(values: &[f32], columns: usize) -> Option<Self> {
        let greatest = values.iter().fold(0.0_f32, |greatest, value| greatest.max(value.abs()));
        let factor = if greatest > 0.0 { greatest / 127.0 } else { 1.0 };
        let small: Vec<i8> = values.iter().map(|value| small(*value, factor)).collect::<Option<_>>()?;
        let rows = values.len().checked_div(columns).unwrap_or_default();
        let mut panels = Vec::with_capacity(values.len() / WIDTH);
        for panel in 0..columns / WIDTH {
            panels.extend(small.as_chunks::<WIDTH>().0.iter().skip(panel).step_by(columns / WIDTH));
        }
        Some(Self { columns, rows, factors: vec![factor; columns / WIDTH], panels })
    }

    /// With the columns of another matrix of as many rows behind its own.
    pub(super) fn beside(mut self, other: Self) -> Self {
        self.columns += other.columns;
        self.factors.extend(other.factors);
        self.panels.extend(other.panels);
        self
    }

    /// Number of rows; never zero.
    pub(super) fn rows(&self) -> usize {
        self.rows.max(1)
    }

    /// One row of the product after the other, for each row of `inputs`; these are as long as the matrix has rows.
    pub(super) fn multiply(&self, inputs: &[&[f32]]) -> Vec<f32> {
        let mut out = vec![0.0; inputs.len() * self.columns];
        let matrix = self;
        match Arch::new() {
            #[cfg(target_arch = "x86_64")]
            Arch::V4(lanes) => lanes.vectorize(Product { matrix, inputs, out: &mut out, lanes }),
            #[cfg(target_arch = "x86_64")]
            Arch::V3(lanes) => lanes.vectorize(Product { matrix, inputs, out: &mut out, lanes }),
            arch => arch.dispatch(Product { matrix, inputs, out: &mut out, lanes: Plain }),
        }
        out
    }
}

/// The 8-bit number that gives exactly this value.
#[expect(clippy::cast_possible_truncation, reason = "compared with the value afterwards")]
fn small(value: f32, factor: f32) -> Option<i8> {
    let small = (value / factor).round() as i8;
    ((f32::from(small) * factor).to_bits() == value.to_bits() || value == 0.0 && small == 0).then_some(small)
}

/// A multiplication, compiled for several processors.
struct Product<'a, L> {
    matrix: &'a Matrix,
    inputs: &'a [&'a [f32]],
    out: &'a mut [f32],
    lanes: L,
}

impl<L: Lanes> pulp::NullaryFnOnce for Product<'_, L> {
    type Output = ();

    // Only what is inlined is compiled for the chosen processor.
    #[expect(clippy::inline_always, reason = "see above")]
    #[inline(always)]
    fn call(self) {
        let Self { matrix, mut inputs, mut out, lanes } = self;
        while !inputs.is_empty() {
            // Blocks of about the same size: a small one takes as long as one of four.
            let count = inputs.len().div_ceil(inputs.len().div_ceil(L::ROWS));
            let (now, later) = inputs.split_at_checked(count).unwrap_or_default();
            match count {
                1 => row(lanes, matrix, now.first().copied().unwrap_or_default(), out),
                2 => block::<L, 2>(lanes, matrix, now, out),
                3 if L::ROWS >= 3 => block::<L, 3>(lanes, matrix, now, out),
                4 if L::ROWS >= 4 => block::<L, 4>(lanes, matrix, now, out),
                5 if L::ROWS >= 5 => block::<L, 5>(lanes, matrix, now, out),
                6 if L::ROWS >= 6 => block::<L, 6>(lanes, matrix, now, out),
                7 if L::ROWS >= 7 => block::<L, 7>(lanes, matrix, now, out),
                8 if L::ROWS >= 8 => block::<L, 8>(lanes, matrix, now, out),
                // No block is greater.
                _ => {}
            }
            inputs = later;
            out = out.get_mut(count * matrix.columns..).unwrap_or_default();
        }
    }
}

/// Some rows of the product.
#[expect(clippy::inline_always, reason = "as above")]
#[inline(always)]
fn block<L: Lanes, const ROWS: usize>(lanes: L, matrix: &Matrix, inputs: &[&[f32]], out: &mut [f32]) {
    let Ok(inputs) = <[&[f32]; ROWS]>::try_from(inputs) else { return };
    let across = |at| inputs.map(|input: &[f32]| input.get(at).copied().unwrap_or_default());
    let inputs: Vec<[f32; ROWS]> = (0..matrix.rows()).map(across).collect();
    for_parts(lanes, matrix, |panel, part, factor, from| {
        let mut sums = [lanes.zeros(); ROWS];
        for (weights, inputs) in panel.iter().zip(&inputs) {
            let weights = lanes.weights(weights, part);
            for (sums, x) in sums.iter_mut().zip(inputs) {
                *sums = lanes.add(*x, weights, *sums);
            }
        }
        for (out, sums) in out.chunks_exact_mut(matrix.columns).zip(sums) {
            lanes.write(sums, factor, out.get_mut(from..from + L::COLUMNS).unwrap_or_default());
        }
    });
}

/// One row of the product. Its sums are made in four parts, so that none waits for the one before.
#[expect(clippy::inline_always, reason = "as above")]
#[inline(always)]
fn row<L: Lanes>(lanes: L, matrix: &Matrix, input: &[f32], out: &mut [f32]) {
    let (inputs, rest) = input.as_chunks::<4>();
    for_parts(lanes, matrix, |panel, part, factor, from| {
        let mut sums = [lanes.zeros(); 4];
        let (panels, last) = panel.as_chunks::<4>();
        for (weights, inputs) in panels.iter().zip(inputs) {
            for ((sums, weights), x) in sums.iter_mut().zip(weights).zip(inputs) {
                *sums = lanes.add(*x, lanes.weights(weights, part), *sums);
            }
        }
        for ((sums, weights), x) in sums.iter_mut().zip(last).zip(rest) {
            *sums = lanes.add(*x, lanes.weights(weights, part), *sums);
        }
        let [a, b, c, d] = sums;
        let sums = lanes.add(1.0, lanes.add(1.0, a, b), lanes.add(1.0, c, d));
        lanes.write(sums, factor, out.get_mut(from..from + L::COLUMNS).unwrap_or_default());
    });
}

/// Each panel, part of it, factor, and first column of the product.
#[expect(clippy::inline_always, reason = "as above")]
#[inline(always)]
fn for_parts<L: Lanes>(_: L, matrix: &Matrix, mut work: impl FnMut(&[Weights], usize, f32, usize)) {
    let panels = matrix.panels.chunks_exact(matrix.rows()).zip(&matrix.factors);
    for (number, (panel, factor)) in panels.enumerate() {
        for part in 0..WIDTH / L::COLUMNS {
            work(panel, part, *factor, number * WIDTH + part * L::COLUMNS);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_number_of_rows_goes_through() {
        let number = |at: usize| f32::from(i8::try_from(at * 37 % 255).unwrap_or(-127)) / 64.0;
        let values: Vec<f32> = (0..64 * 96).map(number).collect();
        let matrix = Matrix::new(&values, 96).unwrap();
        let doubled = Matrix::new(&values, 96).unwrap().beside(Matrix::new(&values, 96).unwrap());
        let inputs: Vec<Vec<f32>> =
            (0..30).map(|row| (0..64).map(|at| number(row * 7 + at)).collect()).collect();
        for count in 0..inputs.len() {
            let inputs: Vec<&[f32]> = inputs.iter().take(count).map(Vec::as_slice).collect();
            let product = matrix.multiply(&inputs);
            assert_eq!(product.len(), count * 96);
            let twice: Vec<f32> = product.chunks(96).flat_map(|row| row.repeat(2)).collect();
            assert_eq!(doubled.multiply(&inputs), twice);
            for (row, input) in product.chunks(96).zip(&inputs) {
                for (column, found) in row.iter().enumerate() {
                    let column = values.iter().skip(column).step_by(96);
                    let expected: f32 = column.zip(*input).map(|(a, b)| a * b).sum();
                    assert!((found - expected).abs() < 1e-3, "{found} {expected}");
                }
            }
        }
    }

    #[test]
    fn other_numbers_are_refused() {
        assert!(Matrix::new(&[0.5; 64], 32).is_some());
        assert!(Matrix::new(&[0.0; 64], 32).is_some());
        let mut values = [1.0; 64];
        values[3] = 0.3;
        assert!(Matrix::new(&values, 32).is_none());
    }
}
