//! Names what is missing when the frontend was not built, instead of letting a macro fail without a word.

fn main() {
    println!("cargo::rerun-if-changed=../../frontend/dist");
    let manifest = std::path::Path::new("../../frontend/dist/manifest.json");
    if !manifest.exists() {
        println!(
            "cargo::error=frontend/dist is missing: run `./run --build` once, or `npm ci && npm run build` in frontend/"
        );
    }
}
