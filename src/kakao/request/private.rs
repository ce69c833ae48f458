//! What a payload holds that must never be printed or logged.

use std::fmt;

use serde_json::Value;

/// The person at the bot's Kakao app: the same id that a login with Kakao gives to the company's own service.
/// Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct AppUserId(String);

/// The only status of which it is known that the person is registered with the app.
const REGISTERED: &str = "REGISTERED";

impl AppUserId {
    /// Reads `userRequest.user.properties`, where the id stands under one of two names. Nobody, if the status says
    /// anything but that the person is registered.
    pub(super) fn read(properties: Option<&Value>) -> Option<Self> {
        let properties = properties?;
        let text = |name: &str| properties[name].as_str().map(str::trim).filter(|text| !text.is_empty());
        let status = text("appUserStatus").or_else(|| text("app_user_status"));
        let id = text("appUserId").or_else(|| text("app_user_id"))?;
        status.is_none_or(|status| status == REGISTERED).then(|| Self(id.to_owned()))
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for AppUserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppUserId(***)")
    }
}

/// Where one answer may be posted; whoever knows the address can post. Never printed. It is input: whether it may be
/// used is decided where it is posted to.
#[derive(Clone, PartialEq, Eq)]
pub struct CallbackUrl(String);

impl CallbackUrl {
    pub(super) fn read(text: &str) -> Option<Self> {
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CallbackUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallbackUrl(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_registered_person_has_an_id() {
        let id = |properties: Value| AppUserId::read(Some(&properties)).map(|id| id.as_str().to_owned());
        assert_eq!(id(json!({"appUserId": "39", "appUserStatus": "REGISTERED"})).as_deref(), Some("39"));
        assert_eq!(id(json!({"app_user_id": "39", "app_user_status": "REGISTERED"})).as_deref(), Some("39"));
        assert_eq!(id(json!({"appUserId": "39"})).as_deref(), Some("39"));
        for nobody in [
            json!({"appUserId": "39", "appUserStatus": "UNREGISTERED"}),
            json!({"appUserId": "39", "app_user_status": "x"}),
            json!({"appUserId": ""}),
            json!({"appUserId": 39}),
            json!(null),
        ] {
            assert_eq!(id(nobody), None);
        }
    }
}
