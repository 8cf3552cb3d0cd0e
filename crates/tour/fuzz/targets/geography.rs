//! Any three texts as a city's tables of districts, quarters and postcodes: an error or a geography in which any words
//! can be looked up.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tour::Geography;

fuzz_target!(|input: (&str, &str, &str, &str)| {
    let (districts, quarters, postcodes, words) = input;
    if let Ok(geography) = Geography::parse(districts, quarters, postcodes) {
        let _ = geography.find(words);
        assert!(geography.districts().iter().all(|d| geography.district(d.id.as_str()).is_some()));
    }
});
