//! Where a tap leads: web addresses, phone numbers, blocks. What is none of these cannot be made into one.

use std::fmt::Write as _;

use serde::Serialize;

use super::limit;

/// An absolute web address of at most 2,000 bytes, with everything escaped that RFC 3986 wants escaped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct WebAddress(String);

impl WebAddress {
    /// Reads an address. `None` if it does not begin with `https://` or `http://` and a host, or is too long. Letters
    /// and signs that an address may not hold are escaped as a browser does; a host with such is none.
    pub fn parse(address: &str) -> Option<Self> {
        let address = address.trim();
        let scheme = ["https://", "http://"].into_iter().find(|scheme| address.starts_with(scheme))?;
        let rest = &address[scheme.len()..];
        let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let of_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:[]@".contains(&byte);
        if !host.bytes().all(of_host) || !host.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let escaped = format!("{scheme}{host}{}", escaped(path));
        (escaped.len() <= limit::ADDRESS_BYTES).then_some(Self(escaped))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_graphic() && !b"<>\"\\^`{|}".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// Where a card or list item leads, by device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    #[serde(skip_serializing_if = "Option::is_none")]
    pc: Option<WebAddress>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mobile: Option<WebAddress>,
    #[serde(skip_serializing_if = "Option::is_none")]
    web: Option<WebAddress>,
}

impl Link {
    /// One address for all devices.
    pub fn everywhere(web: WebAddress) -> Self {
        Self { pc: None, mobile: None, web: Some(web) }
    }

    /// One address for computers and one for phones.
    pub fn by_device(pc: WebAddress, mobile: WebAddress) -> Self {
        Self { pc: Some(pc), mobile: Some(mobile), web: None }
    }
}

/// A number to dial: digits and `+ - * #`, at most 20.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct PhoneNumber(String);

impl PhoneNumber {
    /// Reads a number; `None` if it holds anything else, or no digit.
    pub fn parse(number: &str) -> Option<Self> {
        let number = number.trim();
        let dialled = number.bytes().all(|byte| byte.is_ascii_digit() || b"+-*#".contains(&byte));
        let has_digit = number.bytes().any(|byte| byte.is_ascii_digit());
        (dialled && has_digit && number.len() <= limit::PHONE_NUMBER).then(|| Self(number.to_owned()))
    }
}

/// The id of a block of the bot. It must exist there, which nobody can check from here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct BlockId(String);

impl BlockId {
    /// Reads an id: letters and digits, at most 64. Kakao's are 24 hexadecimal digits in every sample, which it does
    /// not promise.
    pub fn parse(id: &str) -> Option<Self> {
        let id = id.trim();
        let plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        (plain && id.len() <= limit::BLOCK_ID).then(|| Self(id.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_web_addresses_alone() {
        let check = |address: &str, expect: Option<&str>| {
            assert_eq!(WebAddress::parse(address).as_ref().map(WebAddress::as_str), expect, "{address}");
        };
        check("https://example.com", Some("https://example.com"));
        check(" http://example.com:80/a?b=%20#c ", Some("http://example.com:80/a?b=%20#c"));
        check("https://example.com/환 불", Some("https://example.com/%ED%99%98%20%EB%B6%88"));
        check("https://example.com?a=<b>", Some("https://example.com?a=%3Cb%3E"));
        for wrong in [
            "",
            "example.com",
            "https://",
            "https:///a",
            "https://:/",
            "ftp://example.com",
            "https://한글.kr",
            "https://a b/",
        ] {
            check(wrong, None);
        }
        check(&format!("https://example.com/{}", "a".repeat(2_000)), None);
    }

    #[test]
    fn takes_phone_numbers_and_block_ids_alone() {
        for (number, taken) in [("1544-1234", true), ("+82215441234", true), ("-", false), ("전화", false), ("", false)]
        {
            assert_eq!(PhoneNumber::parse(number).is_some(), taken, "{number}");
        }
        assert!(PhoneNumber::parse(&"1".repeat(21)).is_none());
        for (id, taken) in [("66a0f1c2d3e4b5a697887766", true), ("", false), ("a b", false), ("블록", false)] {
            assert_eq!(BlockId::parse(id).is_some(), taken, "{id}");
        }
    }
}
