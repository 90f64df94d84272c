//! `tamga/hsm-evidence/v1`: what the host learnt of an HSM, and certificates of its keys.

use crate::bytes::Cursor;
use crate::limits;
use crate::reason::Reason;
use crate::text;

/// The evidence of an HSM.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// Key and value of every fact.
    pub(crate) facts: Vec<(String, String)>,
    /// Name and DER of every certificate.
    pub(crate) certificates: Vec<(String, Vec<u8>)>,
}

impl Evidence {
    /// Reads evidence, which has one form.
    pub(crate) fn parse(untrusted: &[u8]) -> Result<Self, Reason> {
        let mut cursor = Cursor::new(untrusted);
        cursor.format("tamga/hsm-evidence/v1")?;
        let count = at_most("facts of an HSM", cursor.u16()?.into(), limits::FACTS)?;
        let facts: Vec<(String, String)> = (0..count).map(|_| fact(&mut cursor)).collect::<Result<_, _>>()?;
        if !facts.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(Reason::OutOfOrder("facts of an HSM"));
        }
        let count = at_most("certificates of an HSM", cursor.u8()?.into(), limits::CERTIFICATES)?;
        let certificates: Vec<(String, Vec<u8>)> =
            (0..count).map(|_| certificate(&mut cursor)).collect::<Result<_, _>>()?;
        if !certificates.is_sorted_by(|a, b| a.0 < b.0) {
            return Err(Reason::OutOfOrder("certificates of an HSM"));
        }
        cursor.finish()?;
        Ok(Self { facts, certificates })
    }

    /// Refuses a certificate of this name in which the key does not stand, byte by byte.
    pub(crate) fn certifies(&self, name: &'static str, key: &[u8]) -> Result<(), Reason> {
        match self.certificates.iter().find(|(own, _)| own == name) {
            Some((_, der)) if !der.windows(key.len()).any(|part| part == key) => Err(Reason::CertificateKey(name)),
            _ => Ok(()),
        }
    }
}

fn at_most(what: &'static str, count: usize, max: usize) -> Result<usize, Reason> {
    if count > max { Err(Reason::TooMany { what, max }) } else { Ok(count) }
}

fn fact(cursor: &mut Cursor<'_>) -> Result<(String, String), Reason> {
    let key_len = usize::from(cursor.u8()?);
    let key = String::from_utf8(cursor.take(key_len)?.to_vec()).map_err(|_| Reason::BadFact)?;
    let value = String::from_utf8(cursor.blob16()?.to_vec()).map_err(|_| Reason::BadFact)?;
    // An id, if it were not for the dots.
    let is_key = text::is_id(&key.replace('.', "-"));
    let is_value = (1..=limits::FACT).contains(&value.len()) && value.bytes().all(|byte| (0x20..=0x7e).contains(&byte));
    if is_key && is_value { Ok((key, value)) } else { Err(Reason::BadFact) }
}

fn certificate(cursor: &mut Cursor<'_>) -> Result<(String, Vec<u8>), Reason> {
    let (name, der) = (cursor.str8()?, cursor.blob16()?);
    match der.len() {
        0 => Err(Reason::EndsEarly { needed: 1, left: 0 }),
        len if len > limits::CERTIFICATE => Err(Reason::TooLong { max: limits::CERTIFICATE as u64 }),
        _ => Ok((name, der.to_vec())),
    }
}

#[cfg(test)]
mod tests {
    use super::Evidence;
    use crate::reason::Reason;

    /// A fact and a certificate, written down from the specification.
    const EVIDENCE: &[u8] =
        b"tamga/hsm-evidence/v1\n\0\x02\x05k.0-a\0\x02no\x05k.0-b\0\x01~\x01\x04seal\0\x03\x30\x01\x02";

    #[test]
    fn evidence_is_read_and_every_prefix_of_it_refused() {
        let evidence = Evidence::parse(EVIDENCE).unwrap();
        assert_eq!(evidence.facts, [("k.0-a".into(), "no".into()), ("k.0-b".into(), "~".into())]);
        assert_eq!(evidence.certificates, [("seal".to_owned(), vec![0x30, 1, 2])]);
        for len in 0..EVIDENCE.len() {
            assert!(Evidence::parse(&EVIDENCE[..len]).is_err(), "{len}");
        }
        assert!(matches!(Evidence::parse(&[EVIDENCE, &[0]].concat()), Err(Reason::LeftOver(1))));
    }

    #[test]
    fn order_forms_and_limits_are_held() {
        let changed = |place: usize, byte: u8| {
            let mut bytes = EVIDENCE.to_vec();
            bytes[place] = byte;
            Evidence::parse(&bytes)
        };
        // Places: number of facts, a letter of the first key, of its value, the last letter of the second key.
        assert!(matches!(changed(23, 65), Err(Reason::TooMany { .. })));
        assert!(matches!(changed(25, b'K'), Err(Reason::BadFact)));
        assert!(matches!(changed(32, b'\n'), Err(Reason::BadFact)));
        assert!(matches!(changed(39, b'a'), Err(Reason::OutOfOrder(_))));
        let many = [&b"tamga/hsm-evidence/v1\n\0\0\x11"[..], &[0; 17 * 3]].concat();
        assert!(matches!(Evidence::parse(&many), Err(Reason::TooMany { max: 16, .. })));
        let certificate = |len: u16| {
            let der = vec![1; usize::from(len)];
            Evidence::parse(&[b"tamga/hsm-evidence/v1\n\0\0\x01\x01c".as_slice(), &len.to_be_bytes(), &der].concat())
        };
        assert!(certificate(0).is_err() && certificate(4_096).is_ok() && certificate(4_097).is_err());
    }

    #[test]
    fn a_certificate_holds_the_key_of_its_name() {
        let evidence = Evidence::parse(EVIDENCE).unwrap();
        assert!(evidence.certifies("seal", &[1, 2]).is_ok() && evidence.certifies("tally", &[9]).is_ok());
        assert!(matches!(evidence.certifies("seal", &[2, 1]), Err(Reason::CertificateKey("seal"))));
        assert!(evidence.certifies("seal", &[0x30, 1, 2, 3]).is_err());
    }
}
