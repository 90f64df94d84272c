//! What is said of files that come on sticks and are refused.

use tamga_devices::TokenNaming;
use tamga_record::ByteFault;
use tamga_record::bundle::BundleError;
use tamga_record::revocations::RevocationsError;
use tamga_tally::acts::ActsError;
use tamga_tally::import::ImportError;

use crate::causes;
use crate::message::Message;

/// Why a bundle, the attestation counts or revocations are refused.
pub fn import(error: &ImportError) -> Message {
    match error {
        ImportError::Bundle(error) => bundle(error),
        ImportError::OtherElection => Message::of("arrival-other-election"),
        ImportError::UnknownRegion { region } => Message::of("arrival-unknown-region").with("region", *region),
        ImportError::UnknownCollector { collector } => {
            Message::of("arrival-unknown-collector").with("collector", *collector)
        }
        ImportError::NotLateYet { region, collector, number } => {
            of_bundle("arrival-not-late-yet", *region, *collector, *number)
        }
        ImportError::TooLate { region, collector, number } => {
            of_bundle("arrival-too-late", *region, *collector, *number)
        }
        ImportError::Variants { region, collector, number } => {
            of_bundle("arrival-variants", *region, *collector, *number)
        }
        ImportError::OtherCounts => Message::of("arrival-other-counts"),
        ImportError::CountsSignature => Message::of("arrival-counts-signature"),
        ImportError::NoCounts => Message::of("import-no-counts"),
        ImportError::LeftOut { region } => Message::of("arrival-left-out").with("region", *region),
        ImportError::NoBox { opening } => Message::of("arrival-no-box").with("opening", *opening),
        ImportError::OtherBox { region } => Message::of("arrival-other-box").with("region", *region),
        ImportError::Acts(ActsError::OtherElection) => Message::of("arrival-other-revocations"),
        ImportError::Acts(ActsError::Registrar) => Message::of("arrival-registrar"),
        ImportError::Acts(ActsError::AfterClose) => Message::of("arrival-after-close"),
        ImportError::Regions | ImportError::Acts(_) | ImportError::Box(_) => Message::plain(error),
    }
}

fn of_bundle(key: &'static str, region: u16, collector: u16, number: u32) -> Message {
    Message::of(key).with("region", region).with("collector", collector).with("number", number)
}

fn bundle(error: &BundleError) -> Message {
    match error {
        BundleError::Io(error) => Message::of("bundle-unread").with("why", causes::io(error)),
        BundleError::Bytes(fault) => Message::of("bundle-bytes").with("why", bytes(*fault)),
        BundleError::Header => Message::of("bundle-header"),
        BundleError::Item { item } => Message::of("bundle-item").with("item", *item + 1),
        BundleError::ItemCount => Message::of("bundle-item-count"),
        BundleError::TooLong => Message::of("bundle-too-long"),
        BundleError::Root => Message::of("bundle-root"),
        BundleError::Signature(_) => Message::of("bundle-signature"),
    }
}

/// What is wrong with the bytes of revocations.
pub fn revocations(error: RevocationsError) -> Message {
    match error {
        RevocationsError::Bytes(fault) => bytes(fault),
        RevocationsError::Order => Message::of("bytes-not-canonical"),
    }
}

/// What is wrong with the bytes of a file.
pub fn bytes(fault: ByteFault) -> Message {
    Message::of(match fault {
        ByteFault::EndsEarly => "bytes-end-early",
        ByteFault::TrailingBytes => "bytes-trail",
        ByteFault::WrongFirstLine => "bytes-first-line",
        ByteFault::OverLimit => "bytes-over-limit",
        ByteFault::BadId => "bytes-bad-id",
        ByteFault::NotUtf8 => "bytes-not-utf8",
        ByteFault::NotCanonical => "bytes-not-canonical",
    })
}

/// Why these words name no tokens.
pub fn naming(error: &TokenNaming) -> Message {
    Message::of(match error {
        TokenNaming::Kind => "naming-kind",
        TokenNaming::Mixed => "naming-mixed",
        TokenNaming::Count => "naming-count",
        TokenNaming::Path => "naming-path",
        TokenNaming::Twice => "naming-twice",
    })
}
