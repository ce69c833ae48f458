//! A macro for the closed lists of words that an upstream uses: what each is called in JSON and in Korean, and
//! `Unknown` for the words that it may add.

/// Defines an enum of words. Each is written in snake case and shown in Korean; any other word is read as `Unknown`,
/// which is shown as 확인 불가.
macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($(#[$note:meta])* $word:ident = $korean:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($(#[$note])* #[doc = concat!("`", $korean, "`")] $word,)+
            /// A word that the source has added since.
            #[serde(other)]
            Unknown,
        }

        impl $name {
            /// Every known word.
            pub const ALL: &'static [Self] = &[$(Self::$word),+];

            /// What customers call it.
            pub fn korean(self) -> &'static str {
                match self {
                    $(Self::$word => $korean,)+
                    Self::Unknown => "확인 불가",
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.korean())
            }
        }
    };
}
pub(super) use words;
