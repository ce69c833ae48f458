//! The list of bots in the configuration file: checked before anybody is answered.

use super::{Place, shipped};

const LIST: &str = "[hours]\nweekdays = '09:00-18:00'\n[[bot]]\nid = '6721b0c4d5e6f708192a3b4c'\nname = 'shop'\n\
    secrets = ['new-secret-of-the-shop', 'old-secret-of-the-shop']\nservices = ['chatbot']\ncallback = true\n";

#[test]
fn check_says_what_is_wrong_with_the_bots() {
    let place = Place::empty();
    let check = |list: &str| {
        let file = place.write("haedap.toml", list);
        place.run(&["check", "--corpus", &shipped("corpus"), "--config", &file])
    };
    let sound = check(LIST);
    assert!(sound.stdout.contains("ok     bots: answers for 1"), "{}{}", sound.stdout, sound.stderr);
    for (list, expect) in [
        (LIST.replace("'chatbot'", "'chatbots'"), "for the service 'chatbots', which no article belongs to"),
        (
            LIST.replace("'09:00-18:00'", "'9시부터'"),
            "the hours of [hours] cannot be used: '9시부터' is no time of day",
        ),
        (format!("{LIST}hours = {{ weekdays = '18:00-09:00' }}\n"), "the hours of bot '6721b0c4d5e6f708192a3b4c'"),
    ] {
        let wrong = check(&list);
        assert_eq!(wrong.code, 1, "{}{}", wrong.stdout, wrong.stderr);
        assert!(wrong.stdout.contains("wrong  bots: ") && wrong.stdout.contains(expect), "{}", wrong.stdout);
    }
    let refused = check(&LIST.replace("new-secret-of-the-shop", "short"));
    assert_eq!(refused.code, 2, "{}", refused.stdout);
    assert!(
        refused.stderr.contains("a secret is not 16 or more") && !refused.stderr.contains("short"),
        "{}",
        refused.stderr
    );
}

#[test]
fn serve_does_not_start_with_a_wrong_list() {
    let place = Place::shipped();
    let file = place.write("haedap.toml", LIST.replace("'chatbot'", "'chatbots'"));
    let ran = place.run(&["serve", "--listen", "127.0.0.1:0", "--config", &file]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("which no article belongs to"), "{}", ran.stderr);
}
