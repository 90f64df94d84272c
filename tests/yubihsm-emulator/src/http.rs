//! As much of HTTP/1.1 (RFC 9112) as the connector's clients speak: requests with a length, one answer in one write.
//!
//! A server crate would hide the connection, and faults need to close it without an answer.

use std::io::{self, Read, Write};

const HEAD_LEN_MAX: usize = 16 * 1024;
const HEADERS_MAX: usize = 64;
const BODY_LEN_MAX: usize = 64 * 1024;
const CHUNK_LEN: usize = 8 * 1024;

/// A request.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    /// Its method.
    pub method: String,
    /// Its path.
    pub path: String,
    /// Its body.
    pub body: Vec<u8>,
}

struct Head {
    method: String,
    path: String,
    len: usize,
    body_len: usize,
}

/// The next request of a connection, `None` when it was closed before one began. `buffered` keeps what was read too far.
pub fn read(stream: &mut impl Read, buffered: &mut Vec<u8>) -> io::Result<Option<Request>> {
    loop {
        if let Some(head) = parse(buffered)? {
            let len = head.len + head.body_len;
            while buffered.len() < len {
                if fill(stream, buffered)? == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            }
            let body = buffered.get(head.len..len).unwrap_or_default().to_vec();
            buffered.drain(..len);
            return Ok(Some(Request { method: head.method, path: head.path, body }));
        }
        if buffered.len() > HEAD_LEN_MAX {
            return Err(invalid("the head is too long"));
        }
        if fill(stream, buffered)? == 0 {
            return if buffered.is_empty() { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
        }
    }
}

/// Writes an answer at once: some clients take the first read for all of it.
pub fn write(stream: &mut impl Write, status: &str, content_type: &str, body: &[u8]) -> io::Result<()> {
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n", body.len());
    stream.write_all(&[head.as_bytes(), body].concat())?;
    stream.flush()
}

fn fill(stream: &mut impl Read, buffered: &mut Vec<u8>) -> io::Result<usize> {
    let mut chunk = [0; CHUNK_LEN];
    let len = stream.read(&mut chunk)?;
    buffered.extend_from_slice(chunk.get(..len).unwrap_or_default());
    Ok(len)
}

fn parse(untrusted: &[u8]) -> io::Result<Option<Head>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS_MAX];
    let mut request = httparse::Request::new(&mut headers);
    let len = match request.parse(untrusted) {
        Ok(httparse::Status::Complete(len)) => len,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(invalid("not a request")),
    };
    let mut body_len = 0;
    for header in request.headers.iter() {
        if header.name.eq_ignore_ascii_case("transfer-encoding") {
            return Err(invalid("a request without a length"));
        }
        if header.name.eq_ignore_ascii_case("content-length") {
            let text = std::str::from_utf8(header.value).map_err(|_| invalid("the length is no number"))?;
            body_len = text.trim().parse().map_err(|_| invalid("the length is no number"))?;
        }
    }
    if body_len > BODY_LEN_MAX {
        return Err(invalid("the body is too long"));
    }
    let method = request.method.unwrap_or_default().to_owned();
    Ok(Some(Head { method, path: request.path.unwrap_or_default().to_owned(), len, body_len }))
}

fn invalid(reason: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_requests_in_one_read_are_two_requests() {
        let bytes = b"POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nxyzGET /b HTTP/1.1\r\n\r\n";
        let (mut stream, mut buffered) = (bytes.as_slice(), Vec::new());
        let first = read(&mut stream, &mut buffered).unwrap().unwrap();
        assert_eq!((first.method.as_str(), first.path.as_str(), first.body.as_slice()), ("POST", "/a", &b"xyz"[..]));
        assert_eq!(read(&mut stream, &mut buffered).unwrap().unwrap().path, "/b");
        assert_eq!(read(&mut stream, &mut buffered).unwrap(), None);
    }

    #[test]
    fn a_request_that_breaks_off_or_is_too_long_is_refused() {
        for bytes in [
            "POST /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nxy".to_owned(),
            "POST /a HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n".to_owned(),
            "POST /a HTTP/1.1\r\nContent-Length: many\r\n\r\n".to_owned(),
            "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".to_owned(),
            format!("GET /{} HTTP/1.1\r\n", "a".repeat(2 * HEAD_LEN_MAX)),
            "\0\0\0\0".to_owned(),
        ] {
            assert!(read(&mut bytes.as_bytes(), &mut Vec::new()).is_err());
        }
    }
}
