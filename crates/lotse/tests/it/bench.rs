//! `lotse bench`: it measures what it says, and leaves nothing behind.

use crate::place::Place;

#[test]
fn the_queue_is_not_held_up_by_the_disk() {
    let place = Place::new();
    let said = place.run(&["bench", "queue", "--seconds", "1"]).ok();
    let times = |of: &str| -> f64 {
        let line = said.lines().find(|line| line.starts_with(of)).unwrap_or_else(|| panic!("{of}: {said}"));
        line.split_once('(').unwrap().1.split_once(" x)").unwrap().0.parse().unwrap()
    };
    assert!(said.starts_with("durable commits of this disk"), "{said}");
    // Over HTTP the server and its clients share the cores; how fast this is says a release build (docs/benchmarks.md).
    for of in ["numbers drawn over 16 HTTP connections", "people called over 16 HTTP connections"] {
        assert!(times(of) > 0.0, "{said}");
    }
    for of in ["numbers drawn by 16 at once", "people called by 16 at once"] {
        assert!(times(of) >= 0.5, "{said}");
    }
    assert!(said.contains("a day of 3000 events read again"), "{said}");
    assert_eq!(std::fs::read_dir(place.path(".")).unwrap().count(), 0, "something was left behind");
}
