//! The table through the whole path: from what a member types to what stands in the bubble.

use std::sync::Arc;

use haedap::answer::Ask;
use haedap::attach::Attacher;
use haedap::slot::Slot;
use haedap::wallet::WalletSource;

use super::super::{Sunday, ample, member, memory, run, wallet};
use super::{Row, calendar, faults, rows};
use crate::support::shipped_answerer;

#[test]
fn members_who_ask_get_their_state() {
    let answerer = shipped_answerer();
    let source: Arc<dyn WalletSource> = Arc::new(memory());
    let attacher = Attacher::new(source, Arc::new(calendar()), Arc::new(Sunday));
    let asked = |row: &Row| {
        run(async {
            let owner = attacher.owner(member(&row.member), ample()).await;
            let service = owner.service().map(str::to_owned);
            let ask = Ask { utterance: row.utterance.clone(), service, ..Ask::default() };
            let answer = answerer.ask(&ask).expect("the index can be read");
            let wallet = row.wallet.as_deref().map(wallet);
            let beside = attacher.attach(&answer, Some(&owner), wallet.as_ref(), ample()).await;
            (beside.text().unwrap_or_default(), format!("{:?} {:?}", answer.decision, answer.slots))
        })
    };
    let (mut wrong, mut told, mut slots) = (Vec::new(), 0, Vec::new());
    for row in rows() {
        let (text, how) = asked(&row);
        match (faults(&row, &text).as_slice(), row.asked) {
            ([], true) => {
                told += 1;
                slots.extend(row.slots);
            }
            ([], false) => {
                wrong.push(format!("{} {}: is answered now, say so in the table", row.member, row.utterance));
            }
            (_, false) => {}
            (faults, true) => {
                wrong.push(format!("{} {}: {how}: {}\n{text}\n", row.member, row.utterance, faults.join(", ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of the rows\n{}", wrong.len(), wrong.join("\n"));
    assert!(told >= 40, "{told} questions are answered");
    for slot in Slot::ALL {
        assert!(slots.contains(&slot), "no question for {slot:?} is answered");
    }
}
