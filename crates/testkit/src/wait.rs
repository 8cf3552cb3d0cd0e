use std::{future::Future, time::Duration};

/// How long something that another task does may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(10);

/// Waits until a condition holds, and fails with `what` when it does not within a few seconds.
pub async fn eventually<F: Future<Output = bool>>(what: &str, condition: impl Fn() -> F) {
    let holds = async {
        while !condition().await {
            tokio::time::sleep(PAUSE).await;
        }
    };
    assert!(tokio::time::timeout(PATIENCE, holds).await.is_ok(), "in vain: {what}");
}
