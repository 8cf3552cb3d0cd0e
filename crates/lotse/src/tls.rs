//! TLS by certificate files. They are read again on SIGHUP and when they change; a pair that is no good never replaces
//! one that is.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

use anyhow::{Context as _, bail};
use jiff::{SignedDuration, Timestamp};
use kernel::{Clock, SystemClock};
use tokio::{
    net::TcpStream,
    signal::unix::{SignalKind, signal},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        Error, ServerConfig, client,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject as _},
        server::ParsedCertificate,
    },
    server::TlsStream,
};
use web::{App, Handshake};
use x509_cert::{Certificate, der::Decode as _};

/// How often the files are looked at.
const LOOK: Duration = Duration::from_mins(1);
/// From here on the log says every day that the certificate ends.
const SOON: SignedDuration = SignedDuration::from_hours(14 * 24);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Certificate and key by their files.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    pub cert: PathBuf,
    pub key: PathBuf,
}

/// The certificate in use.
#[derive(Clone)]
pub(crate) struct Tls {
    files: Files,
    current: Arc<RwLock<Arc<ServerConfig>>>,
    /// End of the first certificate's validity.
    ends: Timestamp,
}

impl Tls {
    /// Reads the files; whatever is wrong with them is said.
    pub(crate) fn load(files: Files, host: &str) -> anyhow::Result<Self> {
        let pair = Pair::read(&files, SystemClock.now())?;
        if !pair.is_for(host) {
            tracing::warn!(%host, "the certificate {} is not made for this host: browsers will warn visitors", files.cert.display());
        }
        Ok(Self { files, ends: pair.ends, current: Arc::new(RwLock::new(pair.config)) })
    }

    /// Exchanges the certificate when the files change or SIGHUP comes, and says when it ends; never returns.
    pub(crate) async fn follow_changes(self, app: App) -> io::Result<()> {
        app.metrics().certificate_expires(self.ends);
        let mut told = signal(SignalKind::hangup())?;
        let mut look = tokio::time::interval(LOOK);
        let mut seen = self.files.changed();
        let (mut ends, mut reminder) = (self.ends, Reminder::default());
        loop {
            let must = tokio::select! {
                _ = told.recv() => true,
                _ = look.tick() => false,
            };
            let now = self.files.changed();
            if must || now != seen {
                seen = now;
                ends = self.exchange(&app).unwrap_or(ends);
            }
            reminder.look(ends, app.now());
        }
    }

    /// The end of the new certificate, if it is one to be used.
    fn exchange(&self, app: &App) -> Option<Timestamp> {
        match Pair::read(&self.files, app.now()) {
            Ok(pair) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = pair.config;
                app.metrics().certificate_expires(pair.ends);
                tracing::info!(until = %pair.ends, "a new certificate is in use");
                Some(pair.ends)
            }
            Err(error) => {
                tracing::error!("the certificate in use was kept: {error:#}");
                None
            }
        }
    }
}

/// When the log last said that the certificate ends: a server may run for months on the same.
#[derive(Debug, Default)]
struct Reminder(Option<Timestamp>);

impl Reminder {
    fn look(&mut self, ends: Timestamp, now: Timestamp) {
        if !self.is_due(ends, now) {
            return;
        }
        self.0 = Some(now);
        if now < ends {
            tracing::warn!(until = %ends, "the certificate ends soon: renew it");
        } else {
            tracing::error!(since = %ends, "the certificate has ended, browsers refuse it: renew it");
        }
    }

    fn is_due(&self, ends: Timestamp, now: Timestamp) -> bool {
        now.duration_until(ends) < SOON && self.0.is_none_or(|last| last.duration_until(now).abs() >= DAY)
    }
}

impl Handshake for Tls {
    type Stream = TlsStream<TcpStream>;

    async fn begin(&self, stream: TcpStream) -> io::Result<Self::Stream> {
        let config = Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner));
        TlsAcceptor::from(config).accept(stream).await
    }
}

impl Files {
    /// When the files were last written; a file that is missing for a moment counts as changed.
    fn changed(&self) -> [Option<SystemTime>; 2] {
        [&self.cert, &self.key].map(|file| fs::metadata(file).and_then(|m| m.modified()).ok())
    }
}

/// A certificate and key that fit and are valid.
struct Pair {
    config: Arc<ServerConfig>,
    leaf: CertificateDer<'static>,
    ends: Timestamp,
}

impl Pair {
    fn read(files: &Files, now: Timestamp) -> anyhow::Result<Self> {
        let (cert, key) = (files.cert.display(), files.key.display());
        let chain = CertificateDer::pem_slice_iter(&content(&files.cert, "certificate")?)
            .collect::<Result<Vec<_>, _>>()
            .ok()
            .filter(|chain| !chain.is_empty())
            .with_context(|| format!("{cert} holds no certificate that can be read: it must be in PEM form, the site's certificate first"))?;
        let secret = PrivateKeyDer::from_pem_slice(&content(&files.key, "key")?).ok().with_context(|| {
            format!("{key} holds no private key that can be read: it must be in PEM form, without passphrase")
        })?;
        let Some(leaf) = chain.first().cloned() else { bail!("{cert} holds no certificate") };
        let ends = validity(&leaf, now).with_context(|| format!("the certificate {cert} cannot be used"))?;
        let config = config(chain, secret).map_err(|error| match error {
            Error::InconsistentKeys(_) => {
                anyhow::anyhow!("the key {key} does not belong to the certificate {cert}")
            }
            error => anyhow::anyhow!("the certificate {cert} with the key {key} cannot be used: {error}"),
        })?;
        Ok(Self { config: Arc::new(config), leaf, ends })
    }

    fn is_for(&self, host: &str) -> bool {
        let named = ServerName::try_from(host.trim_matches(['[', ']']).to_owned());
        let (Ok(name), Ok(leaf)) = (named, ParsedCertificate::try_from(&self.leaf)) else { return false };
        client::verify_server_name(&leaf, &name).is_ok()
    }
}

fn content(path: &Path, what: &str) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("the {what} {} cannot be read", path.display()))
}

/// Checks that the certificate is valid now, and gives its end.
fn validity(leaf: &CertificateDer<'_>, now: Timestamp) -> anyhow::Result<Timestamp> {
    let parsed = Certificate::from_der(leaf).context("it is broken")?;
    let validity = parsed.tbs_certificate().validity();
    let instant = |t: x509_cert::time::Time| {
        Timestamp::from_second(i64::try_from(t.to_unix_duration().as_secs())?).map_err(anyhow::Error::from)
    };
    let (begins, ends) = (instant(validity.not_before)?, instant(validity.not_after)?);
    if now < begins {
        bail!("it is valid only from {begins} on: check this machine's clock, or wait");
    }
    if now >= ends {
        bail!("it ended at {ends}: renew it");
    }
    Ok(ends)
}

fn config(chain: Vec<CertificateDer<'static>>, key: PrivateKeyDer<'static>) -> Result<ServerConfig, Error> {
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_certificate_is_told_once_a_day_until_it_is_renewed() {
        let start: Timestamp = "2026-03-01T10:00:00Z".parse().unwrap();
        let day = |n: i64| start + SignedDuration::from_hours(24 * n);
        let mut reminder = Reminder::default();
        let ends = day(20);
        let mut told = Vec::new();
        for hour in 0..24 * 22 {
            let now = start + SignedDuration::from_hours(hour);
            if reminder.is_due(ends, now) {
                told.push(hour / 24);
            }
            reminder.look(ends, now);
        }
        assert_eq!(told, (6..22).collect::<Vec<_>>());
        assert!(!reminder.is_due(day(110), day(23)), "renewed");
        assert!(reminder.is_due(ends, day(2) + DAY * 5), "the clock went back");
    }
}
