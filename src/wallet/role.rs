//! What a member is to a wallet, and what that lets them see.

use super::words::words;
use crate::slot::Slot;

words! {
    /// What a member is to a wallet, in the words of the services (월렛 and 비즈월렛 families).
    Role {
        /// Made the wallet: sees and does everything.
        WalletMaster = "월렛 마스터",
        /// 비즈월렛 member.
        WalletMember = "월렛 멤버",
        /// Bot worker with the right to work on the wallet (월렛 작업 권한).
        WalletWorker = "월렛 작업 권한이 있는 봇 작업자",
        /// Bot worker without that right.
        BotWorker = "봇 작업자",
        /// Master of the bot, who gives that right to others.
        BotMaster = "챗봇 마스터",
        ChannelMaster = "채널 마스터",
        /// Sees the wallets of which they are manager.
        ChannelManager = "채널 매니저",
        AdAccountMaster = "광고계정 마스터",
        AdAccountMember = "광고계정 멤버",
    }
}

impl Role {
    /// Whether this role may see a slot.
    ///
    /// Bot roles without 월렛 작업 권한 see their own role alone, since no article says that the wallet is shown to
    /// them; the same goes for a role that is not known here.
    pub fn may_see(self, slot: Slot) -> bool {
        match self {
            Self::WalletMaster
            | Self::WalletMember
            | Self::WalletWorker
            | Self::ChannelMaster
            | Self::ChannelManager
            | Self::AdAccountMaster
            | Self::AdAccountMember => true,
            Self::BotWorker | Self::BotMaster | Self::Unknown => slot == Slot::MyRole,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_not_known_to_be_allowed_sees_nothing() {
        for slot in Slot::ALL {
            assert!(Role::WalletMaster.may_see(slot));
            for role in [Role::BotWorker, Role::BotMaster, Role::Unknown] {
                assert_eq!(role.may_see(slot), slot == Slot::MyRole, "{role} {slot:?}");
            }
        }
        assert_eq!(serde_json::from_str::<Role>("\"wallet_auditor\"").unwrap(), Role::Unknown);
    }
}
