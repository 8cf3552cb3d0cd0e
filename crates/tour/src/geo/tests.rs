use super::*;

const DISTRICTS: &str = "id,name,lat,lon,population,source\n\
    altona,Altona,53.57,9.84,281136,x\nhamburg-mitte,Hamburg-Mitte,53.52,9.99,,x\n\
    eimsbuettel,Eimsbüttel,53.60,9.93,1,x\nharburg,Harburg,53.46,9.98,1,x\n";
const QUARTERS: &str = "name,district,lat,lon,population,source\n\
    St. Pauli,hamburg-mitte,53.55,9.96,22000,x\nHamburg-Altstadt,hamburg-mitte,53.55,9.99,1,x\n\
    Altona-Altstadt,altona,53.549,9.946,1,x\nAltona-Nord,altona,53.56,9.94,1,x\nEimsbüttel,eimsbuettel,53.57,9.95,1,x\n\
    Harburg,harburg,53.46,9.98,1,x\nGroß Flottbek,altona,53.56,9.88,,x\nOttensen,altona,53.55,9.92,1,x\n";
const POSTCODES: &str = "postcode,district,share_pct,lat,lon,point\n\
    22765,altona,100,53.555,9.925,x\n20257,altona,30,53.57,9.94,x\n20257,eimsbuettel,70,,,x\n";

fn geography() -> Geography {
    Geography::parse(DISTRICTS, QUARTERS, POSTCODES).unwrap()
}

fn found(text: &str) -> FoundPlace {
    match geography().find(text) {
        Lookup::Found(place) => place,
        other @ Lookup::NotFound { .. } => panic!("{text}: {other:?}"),
    }
}

fn suggested(text: &str) -> Vec<String> {
    match geography().find(text) {
        Lookup::NotFound { suggestions } => suggestions,
        Lookup::Found(place) => panic!("{text}: {place:?}"),
    }
}

#[test]
fn finds_what_people_type() {
    for (typed, name) in [
        ("St. Pauli", "St. Pauli"),
        ("st pauli", "St. Pauli"),
        ("SANKT PAULI", "St. Pauli"),
        ("st.pauli, Hamburg", "St. Pauli"),
        ("otten", "Ottensen"),
        ("hamburg ottensen", "Ottensen"),
        ("Groß-Flottbek", "Groß Flottbek"),
        ("gross flottbek", "Groß Flottbek"),
        ("eimsbuettel", "Eimsbüttel"),
        ("Eimsbuttel", "Eimsbüttel"),
        ("eimsb", "Eimsbüttel"),
        ("Bezirk Altona", "Altona"),
        ("mitte", "Hamburg-Mitte"),
        ("  22765 Hamburg ", "22765"),
        ("Ottenser Hauptstr. 10, 22765 HH", "22765"),
        ("D-22765", "22765"),
    ] {
        assert_eq!(found(typed).name, name, "{typed}");
    }
}

#[test]
fn a_name_of_a_district_and_a_quarter_means_the_district() {
    assert_eq!(found("Harburg").kind, PlaceKind::District);
    assert_eq!(found("Altona").kind, PlaceKind::District);
}

#[test]
fn a_postcode_across_a_border_names_no_district() {
    let place = found("20257");
    assert_eq!(place.district, None);
    assert_eq!(place.points, [Point { lat: 53.57, lon: 9.94 }, Point { lat: 53.60, lon: 9.93 }]);
    assert_eq!(found("22765").district.unwrap().as_str(), "altona");
}

#[test]
fn suggests_and_does_not_guess() {
    assert_eq!(suggested("Altstadt"), ["Altona-Altstadt", "Hamburg-Altstadt"]);
    assert_eq!(suggested("Otensen"), ["Ottensen"]);
    assert_eq!(suggested("Ottesnen"), ["Ottensen"]);
    assert_eq!(suggested("2025"), ["20257"]);
    for text in ["", " ", "x", "München", "99999", "'; DROP TABLE", "🦀", &"a".repeat(10_000)] {
        assert_eq!(suggested(text), Vec::<String>::new(), "{text:.20}");
    }
}

#[test]
fn measures_distances() {
    let (town_hall, altona) = (Point { lat: 53.5503, lon: 9.9920 }, Point { lat: 53.5521, lon: 9.9351 });
    let metres = distance_m(town_hall, altona);
    assert!((3_700.0..3_850.0).contains(&metres), "{metres}");
    assert!(distance_m(altona, altona).abs() < 0.001);
}

#[test]
fn refuses_a_quarter_in_no_district() {
    let error =
        Geography::parse(DISTRICTS, "name,district,lat,lon,population\nX,nirgendwo,1,2,\n", POSTCODES);
    insta::assert_snapshot!(error.unwrap_err(), @"X lies in nirgendwo, which is no district in the list");
}

#[test]
fn reads_hamburg() {
    let read = |name: &str| {
        std::fs::read_to_string(format!("{}/../../data/hamburg/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    let hamburg =
        Geography::parse(&read("districts.csv"), &read("quarters.csv"), &read("postcodes.csv")).unwrap();
    assert_eq!((hamburg.districts().len(), hamburg.quarters().len()), (7, 104));
    for quarter in hamburg.quarters() {
        let Lookup::Found(place) = hamburg.find(&quarter.name) else { panic!("{}", quarter.name) };
        assert_eq!(place.name, quarter.name);
        assert_eq!(place.district.as_ref(), Some(&quarter.district), "{}", quarter.name);
    }
}
