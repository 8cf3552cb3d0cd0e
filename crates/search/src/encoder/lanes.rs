//! The arithmetic of a matrix product on the processor at hand: 32 or 16 columns at once. Written out where the compiler
//! does not find the best instructions by itself.

/// Columns that are stored together.
pub(super) const WIDTH: usize = 32;
/// One row of a panel: 8-bit numbers.
pub(super) type Weights = [i8; WIDTH];

/// Some columns of sums.
pub(super) trait Lanes: Copy {
    /// How many columns; a divisor of [`WIDTH`].
    const COLUMNS: usize;
    /// How many rows' sums fit the registers; 2 to 8.
    const ROWS: usize;
    /// A number for each column.
    type Numbers: Copy;

    fn zeros(self) -> Self::Numbers;

    /// The numbers of one part of a panel's row.
    fn weights(self, weights: &Weights, part: usize) -> Self::Numbers;

    /// `x * weights + sums`.
    fn add(self, x: f32, weights: Self::Numbers, sums: Self::Numbers) -> Self::Numbers;

    /// Writes sums times a factor.
    fn write(self, sums: Self::Numbers, factor: f32, out: &mut [f32]);
}

/// What every processor can do; the compiler finds the vectors.
#[derive(Clone, Copy)]
pub(super) struct Plain;

// Only what is inlined is compiled for the chosen processor; so everywhere in this file.
#[expect(clippy::inline_always, reason = "see above")]
impl Lanes for Plain {
    const COLUMNS: usize = 16;
    const ROWS: usize = 2;
    type Numbers = [f32; 16];

    #[inline(always)]
    fn zeros(self) -> [f32; 16] {
        [0.0; 16]
    }

    #[inline(always)]
    fn weights(self, weights: &Weights, part: usize) -> [f32; 16] {
        quarter(weights, part).map(f32::from)
    }

    #[inline(always)]
    fn add(self, x: f32, weights: [f32; 16], mut sums: [f32; 16]) -> [f32; 16] {
        for (sum, weight) in sums.iter_mut().zip(weights) {
            *sum += x * weight;
        }
        sums
    }

    #[inline(always)]
    fn write(self, sums: [f32; 16], factor: f32, out: &mut [f32]) {
        for (out, sum) in out.iter_mut().zip(sums) {
            *out = sum * factor;
        }
    }
}

#[expect(clippy::inline_always, reason = "as above")]
#[inline(always)]
fn quarter(weights: &Weights, part: usize) -> [i8; 16] {
    weights.as_chunks().0.get(part).copied().unwrap_or_default()
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use pulp::{cast, f32x8, f32x16, i8x16, i16x8, x86::V3, x86::V4};

    use super::{Lanes, Weights, quarter};

    /// Processors with AVX2 and FMA.
    #[expect(clippy::inline_always, reason = "as above")]
    impl Lanes for V3 {
        const COLUMNS: usize = 16;
        const ROWS: usize = 6;
        type Numbers = [f32x8; 2];

        #[inline(always)]
        fn zeros(self) -> [f32x8; 2] {
            [self.splat_f32x8(0.0); 2]
        }

        #[inline(always)]
        fn weights(self, weights: &Weights, part: usize) -> [f32x8; 2] {
            let small: i8x16 = cast(quarter(weights, part));
            let halves: [i16x8; 2] = cast(self.convert_i8x16_to_i16x16(small));
            halves.map(|half| self.convert_i32x8_to_f32x8(self.convert_i16x8_to_i32x8(half)))
        }

        #[inline(always)]
        fn add(self, x: f32, weights: [f32x8; 2], sums: [f32x8; 2]) -> [f32x8; 2] {
            let ([left, right], [left_sum, right_sum]) = (weights, sums);
            let x = self.splat_f32x8(x);
            [self.mul_add_f32x8(x, left, left_sum), self.mul_add_f32x8(x, right, right_sum)]
        }

        #[inline(always)]
        fn write(self, sums: [f32x8; 2], factor: f32, out: &mut [f32]) {
            let factor = self.splat_f32x8(factor);
            for (out, sum) in out.as_chunks_mut().0.iter_mut().zip(sums) {
                *out = cast::<_, [f32; 8]>(self.mul_f32x8(sum, factor));
            }
        }
    }

    /// Processors with AVX-512.
    #[expect(clippy::inline_always, reason = "as above")]
    impl Lanes for V4 {
        const COLUMNS: usize = 32;
        const ROWS: usize = 8;
        type Numbers = [f32x16; 2];

        #[inline(always)]
        fn zeros(self) -> [f32x16; 2] {
            [self.splat_f32x16(0.0); 2]
        }

        #[inline(always)]
        fn weights(self, weights: &Weights, _: usize) -> [f32x16; 2] {
            let halves: [i8x16; 2] = cast(*weights);
            halves.map(|half| {
                let wide = self.convert_i16x16_to_i32x16(self.convert_i8x16_to_i16x16(half));
                self.convert_i32x16_to_f32x16(wide)
            })
        }

        #[inline(always)]
        fn add(self, x: f32, weights: [f32x16; 2], sums: [f32x16; 2]) -> [f32x16; 2] {
            let ([left, right], [left_sum, right_sum]) = (weights, sums);
            let x = self.splat_f32x16(x);
            [self.mul_add_f32x16(x, left, left_sum), self.mul_add_f32x16(x, right, right_sum)]
        }

        #[inline(always)]
        fn write(self, sums: [f32x16; 2], factor: f32, out: &mut [f32]) {
            let factor = self.splat_f32x16(factor);
            for (out, sum) in out.as_chunks_mut().0.iter_mut().zip(sums) {
                *out = cast::<_, [f32; 16]>(self.mul_f32x16(sum, factor));
            }
        }
    }
}
