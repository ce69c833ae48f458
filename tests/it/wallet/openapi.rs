//! The HTTP contract as `OpenAPI`: every slot is in it, and what the demonstration wallets give is described to the last
//! field and word.

use std::fs;
use std::sync::Arc;

use haedap::slot::Slot;
use haedap::wallet::{Role, WalletSource as _};
use serde_json::{Value, json};

use super::{ample, demo, memory, run};
use crate::support::openapi::{Document, unknown_keywords};
use crate::support::{self, get, upstream};

fn contract() -> Document {
    let path = support::root().join("docs/wallet-openapi.json");
    Document::parse(&fs::read_to_string(path).expect("the contract"))
}

#[test]
fn every_slot_is_described_and_no_other() {
    let contract = contract();
    let names = Slot::ALL.map(Slot::name);
    let mut described: Vec<&str> =
        contract.schema("Slots")["properties"].as_object().expect("slots").keys().map(String::as_str).collect();
    described.sort_unstable_by_key(|name| names.iter().position(|known| known == name));
    assert_eq!(described, names);
    let parameters = &contract.root()["paths"]["/members/{member_id}/wallets/{wallet_id}/state"]["get"]["parameters"];
    let asked = parameters.as_array().expect("parameters").iter().find(|parameter| parameter["name"] == "slots");
    assert_eq!(asked.expect("slots")["schema"]["items"]["enum"], json!(names));
    let roles: Vec<Value> = Role::ALL.iter().map(|role| json!(role)).collect();
    assert_eq!(contract.schema("Role")["anyOf"][0]["enum"], json!(roles));
}

/// Takes away that other words are tolerated, so that a word which the contract does not list is found.
fn closed(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(closed),
        Value::Object(fields) => {
            if let Some(Value::Array(either)) = fields.get_mut("anyOf") {
                either.retain(|schema| *schema != json!({}));
            }
            fields.values_mut().for_each(closed);
        }
        _ => {}
    }
}

#[test]
fn what_the_demonstration_wallets_give_is_described() {
    let mut contract = contract().root().clone();
    closed(&mut contract);
    let contract = Document::parse(&contract.to_string());
    let router = upstream::router(Arc::new(memory()));
    let all = Slot::ALL.map(Slot::name).join(",");
    let mut given = std::collections::BTreeSet::new();
    run(async {
        for person in demo().members {
            let path = format!("/members/{}/wallets", person.id.as_str());
            let reply = get(&router, &path).await;
            let schema = contract.answer("get /members/{member_id}/wallets", 200, "application/json");
            assert_eq!(contract.misfits(schema, &reply.json()), [""; 0], "{}", person.description);
            for wallet in memory().wallets(&person.id, ample()).await.expect("a member") {
                let reply = get(&router, &format!("{path}/{}/state?slots={all}", wallet.wallet_id.as_str())).await;
                let kind = reply.headers["content-type"].to_str().expect("a text");
                let operation = "get /members/{member_id}/wallets/{wallet_id}/state";
                let schema = contract.answer(operation, reply.status.as_u16(), kind);
                let body = reply.json();
                assert_eq!(contract.misfits(schema, &body), [""; 0], "{}", person.description);
                given.extend(body["slots"].as_object().into_iter().flatten().map(|(name, _)| name.clone()));
            }
        }
    });
    // The two that are left are answered by the wallet's head.
    assert_eq!(given.len(), Slot::ALL.len() - 2, "{given:?}");
}

#[test]
fn the_examples_fit() {
    let contract = contract();
    for (name, operation) in contract.operations() {
        for response in operation["responses"].as_object().expect("responses").values() {
            for content in response["content"].as_object().into_iter().flat_map(|content| content.values()) {
                for example in content["examples"].as_object().expect("examples").values() {
                    assert_eq!(contract.misfits(&content["schema"], &example["value"]), [""; 0], "{name}");
                }
            }
        }
    }
    for (name, schema) in contract.root()["components"]["schemas"].as_object().expect("schemas") {
        assert_eq!(unknown_keywords(schema), [""; 0], "{name}");
    }
}
