//! Card after card at one desk: each laying down is checked once, and what is waited for is said.

use card::watch::{Next, Spot, Waiting, Watch};

fn spot(reader: &str, card: Option<u32>) -> Spot {
    Spot { reader: reader.to_owned(), card }
}

fn check(reader: &str) -> Next {
    Next::Check(reader.to_owned())
}

#[test]
fn each_card_is_checked_once_for_each_laying_down() {
    let mut watch = Watch::default();
    let desk = |card| [spot("A", card)];
    assert_eq!(watch.next(Some(&desk(None))), Next::Wait(Waiting::Card));
    assert_eq!(watch.next(Some(&desk(Some(1)))), check("A"));
    assert!(watch.lies());
    assert_eq!(watch.next(Some(&desk(Some(1)))), Next::Wait(Waiting::Removal));
    assert_eq!(watch.next(Some(&desk(None))), Next::Wait(Waiting::Card));
    assert!(!watch.lies());
    assert_eq!(watch.next(Some(&desk(Some(3)))), check("A"));
    assert_eq!(watch.next(Some(&desk(Some(5)))), check("A"), "taken off and laid down between two looks");
}

#[test]
fn readers_and_the_service_come_and_go() {
    let mut watch = Watch::default();
    assert_eq!(watch.next(None), Next::Wait(Waiting::Service));
    assert_eq!(watch.next(Some(&[])), Next::Wait(Waiting::Reader));
    assert_eq!(watch.next(Some(&[spot("A", Some(1))])), check("A"));
    assert_eq!(watch.next(Some(&[])), Next::Wait(Waiting::Reader), "pulled with the card on it");
    assert_eq!(watch.next(Some(&[spot("A", Some(1))])), check("A"), "nobody knows which card it is now");
    assert_eq!(watch.next(None), Next::Wait(Waiting::Service));
    assert!(!watch.lies());
    assert_eq!(watch.next(Some(&[spot("A", Some(1))])), check("A"));
}

#[test]
fn of_several_cards_none_is_checked() {
    let mut watch = Watch::default();
    let (first, second) = (spot("A", Some(1)), spot("B", Some(1)));
    assert_eq!(watch.next(Some(&[first.clone(), spot("B", None)])), check("A"));
    assert_eq!(watch.next(Some(&[first.clone(), second.clone()])), Next::Wait(Waiting::OneCard));
    assert!(watch.lies());
    assert_eq!(watch.next(Some(&[first, spot("B", None)])), Next::Wait(Waiting::Removal));
    assert_eq!(watch.next(Some(&[spot("A", None), second])), check("B"));
}

#[test]
fn other_readers_do_not_count_when_one_is_named() {
    let mut watch = Watch::new(Some("Desk".to_owned()));
    assert_eq!(watch.next(Some(&[spot("Other", Some(1))])), Next::Wait(Waiting::Reader));
    let desk = [spot("Other", Some(1)), spot("Desk 00 00", Some(1))];
    assert_eq!(watch.next(Some(&desk)), check("Desk 00 00"));
}

#[test]
fn what_is_waited_for_is_said_in_both_languages() {
    use Waiting::{Card, OneCard, Reader, Removal, Service};
    let mut said: Vec<_> = [Service, Reader, Card, OneCard, Removal].map(|w| w.words().de).into();
    said.dedup();
    assert_eq!(said.len(), 5);
    for waiting in [Service, Reader, Card, OneCard, Removal] {
        let words = waiting.words();
        assert!(words.de.ends_with('.') && words.en.ends_with('.') && words.de != words.en, "{waiting:?}");
    }
}
