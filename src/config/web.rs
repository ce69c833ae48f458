//! Settings of what browsers and proxies may do: origins, networks of proxies.

use std::net::IpAddr;
use std::str::FromStr;

use super::ConfigError;

/// A list, in the file as an array, in the environment divided by commas or spaces.
pub(super) fn list(value: &str) -> Vec<String> {
    value.split([',', ' ']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Addresses that begin alike: `10.0.0.0/8`, or a single one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    /// Leading bits that count: up to 32 or 128.
    prefix: u8,
}

impl Network {
    /// Whether an address is in it. An IPv4 address that came in through an IPv6 socket is the IPv4 address.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let differing = u32::from(own) ^ u32::from(other);
                differing.leading_zeros() >= u32::from(self.prefix)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let differing = u128::from(own) ^ u128::from(other);
                differing.leading_zeros() >= u32::from(self.prefix)
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("'{text}' is neither an address like 10.0.0.7 nor a network like 10.0.0.0/8");
        let (address, prefix) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let most = if address.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.map_or(Ok(most), str::parse).map_err(|_| wrong())?;
        if prefix > most { Err(wrong()) } else { Ok(Self { address, prefix }) }
    }
}

/// The proxies of a list.
pub(super) fn networks(values: &[String]) -> Result<Vec<Network>, ConfigError> {
    let expected = "a list of addresses or networks like 10.0.0.0/8";
    let network = |value: &String| {
        value.parse().map_err(|_| ConfigError::Value { name: "trusted_proxies", value: value.clone(), expected })
    };
    values.iter().map(network).collect()
}

/// The origins of a list, each as browsers send it: scheme, host and port if it is not the scheme's own, in lower case,
/// without a path.
pub(super) fn origins(values: Vec<String>) -> Result<Vec<String>, ConfigError> {
    let is_origin = |value: &str| {
        let host = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-:[]".contains(&byte);
        host.is_some_and(|host| !host.is_empty() && host.bytes().all(plain))
    };
    match values.iter().find(|value| !is_origin(value)) {
        Some(wrong) => Err(ConfigError::Value {
            name: "allowed_origins",
            value: wrong.clone(),
            expected: "a list of origins like https://www.example.com, without a path",
        }),
        None => Ok(values),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_hold_their_addresses() {
        let check = |network: &str, address: &str, expect: bool| {
            let network: Network = network.parse().unwrap();
            assert_eq!(network.contains(address.parse().unwrap()), expect, "{network:?} {address}");
        };
        check("10.0.0.0/8", "10.200.3.4", true);
        check("10.0.0.0/8", "11.0.0.1", false);
        check("10.0.0.0/8", "::ffff:10.1.2.3", true);
        check("127.0.0.1", "127.0.0.1", true);
        check("127.0.0.1", "127.0.0.2", false);
        check("0.0.0.0/0", "203.0.113.9", true);
        check("fd00::/8", "fd12::1", true);
        check("fd00::/8", "fe80::1", false);
        check("::/0", "10.0.0.1", false);
        for wrong in ["", "10.0.0.0/33", "10.0.0/8", "fd00::/129", "localhost", "10.0.0.0/"] {
            assert!(wrong.parse::<Network>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn origins_are_exact() {
        let check = |value: &str, expect: bool| assert_eq!(origins(list(value)).is_ok(), expect, "{value}");
        check("", true);
        check("https://www.example.com", true);
        check("https://a.example.com, http://localhost:3000", true);
        for wrong in ["*", "www.example.com", "https://", "https://a.example.com/", "https://A.example.com", "null"] {
            check(wrong, false);
        }
    }
}
