//! A PostgreSQL server that takes connections by TLS only: what `sslmode` promises is held.

use std::{path::Path, process::Command};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

use crate::place::{Place, hamburg};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../.ci/postgres");

/// A server of its own, ended with this value.
struct Server {
    url: String,
    dir: String,
}

impl Server {
    fn start(certificate: &Path, key: &Path) -> Self {
        let output = Command::new(SCRIPT).args(["start", "--tls"]).args([certificate, key]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8(output.stdout).unwrap();
        let line = |name: &str| said.lines().find_map(|l| l.strip_prefix(name)).unwrap().trim().to_owned();
        Self { url: line("url"), dir: line("dir") }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Command::new(SCRIPT).args(["stop", &self.dir]).status();
    }
}

/// Writes an authority's certificate, and one of a server on 127.0.0.1 with its key.
fn certificates(place: &Place) -> [String; 3] {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate().unwrap();
    let authority = params.self_signed(&authority_key).unwrap();
    let issuer = Issuer::from_params(&params, &authority_key);
    let key = KeyPair::generate().unwrap();
    let server =
        CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    [
        place.write("authority.pem", authority.pem().as_bytes()),
        place.write("server.pem", server.pem().as_bytes()),
        place.write("server.key", key.serialize_pem().as_bytes()),
    ]
}

#[test]
fn the_servers_certificate_is_checked_as_sslmode_says() {
    let (place, other) = (Place::new(), Place::new());
    let [authority, certificate, key] = certificates(&place);
    let [stranger, ..] = certificates(&other);
    let server = Server::start(certificate.as_ref(), key.as_ref());
    let by_name = server.url.replace("127.0.0.1", "localhost");
    let import = |url: &str, query: &str| {
        place.run(&["import", "tour", &hamburg("tour.jsonl"), "--database", &format!("{url}?{query}")])
    };
    for query in [
        format!("sslmode=verify-full&sslrootcert={authority}"),
        format!("sslmode=verify-ca&sslrootcert={authority}"),
        "sslmode=require".to_owned(),
        "sslmode=prefer".to_owned(),
        String::new(),
    ] {
        import(&server.url, &query).ok();
    }
    import(&by_name, &format!("sslmode=verify-ca&sslrootcert={authority}")).ok();
    for (url, query, said) in [
        (&server.url, "sslmode=disable".to_owned(), "use sslmode=verify-full"),
        (&server.url, "sslmode=verify-full".to_owned(), "no secure connection"),
        (&server.url, format!("sslmode=verify-full&sslrootcert={stranger}"), "no secure connection"),
        (&server.url, format!("sslmode=verify-ca&sslrootcert={stranger}"), "no secure connection"),
        (&by_name, format!("sslmode=verify-full&sslrootcert={authority}"), "no secure connection"),
    ] {
        let refused = import(url, &query);
        assert_eq!(refused.code, Some(1), "{query}: {}", refused.err);
        assert!(refused.err.contains(said), "{query}: {}", refused.err);
    }
}
