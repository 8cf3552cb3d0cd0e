//! Whether the weights fit more than the questions they were looked at with: K-fold cross-validation.

use search::{Index, Weights};

use crate::Failure;
use crate::graded::{Query, mean, ndcg5};
use crate::options::Options;
use crate::ours::{self, Searched};

/// Each weight that was chosen by looking at figures, with values around the shipped one.
const KEYWORD: [f32; 3] = [1.5, 2.5, 3.5];
const PART: [f32; 2] = [0.4, 0.6];
const LAY: [f32; 2] = [0.8, 1.0];
const WORDS: [f32; 3] = [0.25, 0.4, 0.6];
const SHORT: [f32; 3] = [1.0, 2.0, 3.0];

/// nDCG@5 of each question, under some weights.
struct Tried {
    weights: Weights,
    ndcg5: Vec<f64>,
}

pub(crate) fn print(options: &Options, questions: &[Query]) -> Result<(), Failure> {
    let searched = Searched::read(options)?;
    let encoder = ours::encoder(options).ok();
    let index = Index::build_with(&searched.documents, &searched.lay_words, encoder.as_ref());
    let weights = if encoder.is_some() { with_encoder().collect() } else { of_words().collect::<Vec<_>>() };
    let shipped = std::iter::once(Weights::default());
    let tried: Vec<Tried> =
        shipped.chain(weights).map(|weights| try_out(&searched, &index, questions, weights)).collect();
    let way = if encoder.is_some() { "both" } else { "words" };
    println!(
        "\n{}-fold cross-validation ({way}), nDCG@5 of all questions, {} sets of weights:",
        options.folds,
        tried.len()
    );
    report(&tried, options.folds, questions.len());
    Ok(())
}

fn of_words() -> impl Iterator<Item = Weights> {
    KEYWORD.into_iter().flat_map(|keyword| {
        PART.into_iter().flat_map(move |part| {
            LAY.into_iter().map(move |lay| Weights { keyword, part, lay, ..Weights::default() })
        })
    })
}

fn with_encoder() -> impl Iterator<Item = Weights> {
    of_words().flat_map(|weights| {
        WORDS.into_iter().flat_map(move |words| {
            let weights = weights.clone();
            SHORT.into_iter().map(move |short| Weights { words, short, ..weights.clone() })
        })
    })
}

fn try_out(searched: &Searched, index: &Index, questions: &[Query], weights: Weights) -> Tried {
    let index = index.reweighted(&searched.documents, &searched.lay_words, weights.clone());
    let answer = |query: &Query| ndcg5(query, &searched.ids_of(&index.search(&query.question, 10)));
    Tried { weights, ndcg5: questions.iter().map(answer).collect() }
}

/// Question n is in fold n modulo K, so that each fold has every kind of question.
fn report(tried: &[Tried], folds: usize, questions: usize) {
    let mut held_out = Vec::new();
    for fold in 0..folds {
        let (inside, outside): (Vec<usize>, Vec<usize>) = (0..questions).partition(|at| at % folds == fold);
        let score =
            |tried: &Tried, of: &[usize]| mean(of.iter().filter_map(|at| tried.ndcg5.get(*at)).copied());
        let best = tried.iter().max_by(|a, b| score(a, &outside).total_cmp(&score(b, &outside)));
        let Some(best) = best else { return };
        let Weights { keyword, part, lay, words, short, .. } = best.weights;
        println!(
            "  fold {}: fitted keyword {keyword}, part {part}, lay {lay}, words {words} × {short}: {:.3} on the others, {:.3} held out",
            fold + 1,
            score(best, &outside),
            score(best, &inside),
        );
        held_out.extend(inside.iter().filter_map(|at| best.ndcg5.get(*at)).copied());
    }
    let all = |tried: &Tried| mean(tried.ndcg5.iter().copied());
    let (least, most) = tried.iter().map(all).fold((f64::MAX, f64::MIN), |(l, m), s| (l.min(s), m.max(s)));
    println!("  fitted, held out: {:.3}", mean(held_out.into_iter()));
    println!("  as shipped:       {:.3}", tried.first().map(all).unwrap_or_default());
    println!("  any of the sets:  {least:.3} to {most:.3}");
}
