//! EF.CardSecurity as OpenSSL makes it: named and explicit curves, the signer named by its issuer or by its key.

use std::fs;
use std::path::Path;

use eac::card_security::{CardSecurity, CardSecurityError};
use jiff::civil::{Date, date};
use x509_cert::Certificate;
use x509_cert::der::Decode;

use super::peer::tool;

/// An authority, a document signer, and a signed content for each way to name the signer.
fn made_by_openssl(folder: &Path, encoding: &str) {
    let run = |arguments: &str| tool(folder, "openssl", &arguments.split(' ').collect::<Vec<_>>());
    run(&format!("ecparam -name brainpoolP256r1 -genkey -noout -param_enc {encoding} -out root.key"));
    run("req -x509 -new -key root.key -sha256 -subj /C=UT/CN=root -days 10 -out root.pem");
    run("x509 -in root.pem -outform DER -out root.der");
    run(&format!("ecparam -name brainpoolP384r1 -genkey -noout -param_enc {encoding} -out signer.key"));
    run("req -new -key signer.key -sha384 -subj /C=UT/CN=signer -out signer.csr");
    fs::write(folder.join("extensions"), "subjectKeyIdentifier=hash\n").unwrap();
    let issue = "x509 -req -in signer.csr -CA root.pem -CAkey root.key -set_serial 7 -days 5 -sha256";
    run(&format!("{issue} -extfile extensions -out signer.pem"));
    fs::write(folder.join("content"), "what the card says").unwrap();
    for (name, more) in [("issuer", ""), ("key", " -keyid")] {
        let sign = "cms -sign -binary -nodetach -econtent_type 0.4.0.127.0.7.3.2.1 -outform DER -md sha384";
        run(&format!("{sign} -signer signer.pem -inkey signer.key -in content -out {name}{more}"));
    }
    run(
        "cms -sign -binary -nodetach -outform DER -signer signer.pem -inkey signer.key -in content -out mail",
    );
    run("cms -data_create -outform DER -in content -out data");
}

/// The day on which OpenSSL made it.
fn first_day(certificate: &Certificate) -> Date {
    let time = certificate.tbs_certificate().validity().not_before.to_date_time();
    date(time.year().cast_signed(), time.month().cast_signed(), time.day().cast_signed())
}

#[test]
fn files_of_openssl_are_believed() {
    for encoding in ["named_curve", "explicit"] {
        let folder = tempfile::tempdir().unwrap();
        made_by_openssl(folder.path(), encoding);
        let file = |name: &str| fs::read(folder.path().join(name)).unwrap();
        let root = Certificate::from_der(&file("root.der")).unwrap();
        let day = first_day(&root);
        for name in ["issuer", "key"] {
            let read = CardSecurity::parse(&file(name)).unwrap();
            let proven = read.verify(std::slice::from_ref(&root), day).unwrap();
            assert_eq!(proven.content(), b"what the card says", "{encoding}, {name}");
        }
        assert!(matches!(CardSecurity::parse(&file("mail")), Err(CardSecurityError::Content(_))));
        assert!(matches!(CardSecurity::parse(&file("data")), Err(CardSecurityError::Content(_))));
    }
}
