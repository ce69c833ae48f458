use haedap::{*,text::*,faq::*};
use std::path::Path;
fn main(){
    let c=load(Path::new("corpus")).unwrap_or_else(|e|{eprintln!("{e}");std::process::exit(2)});
    let words=UserWords::parse(&std::fs::read_to_string("corpus/lexicon/user_words.txt").unwrap()).unwrap();
    let a=Analyzer::new(dictionary::open(Path::new("/tmp/kodic-test")).unwrap(),&words).unwrap();
    let t=std::time::Instant::now();
    let store=index::Store::new(Path::new("/tmp/idx"));
    let m=store.publish(&c,&a,&words,time::OffsetDateTime::now_utc(),|_|{}).unwrap();
    eprintln!("{:?} {:?}",m.counts,t.elapsed());
    let g=store.open(&a).unwrap();
    let ans=answer::Answerer::new(search::Engine::new(g,a));
    let js=eval::judgments::read(Path::new("corpus/eval/dev.jsonl")).unwrap();
    let t=std::time::Instant::now();
    let outs:Vec<_>=js.iter().map(|j|{let a=ans.ask(&answer::Ask{utterance:j.utterance.clone(),service:None}).unwrap();
      eval::Outcome{decision:a.decision,ranking:a.hits.iter().map(|h|h.key.clone()).collect(),choices:a.choices.iter().map(|c|c.key.clone()).collect(),slots:a.slots}}).collect();
    println!("{}\n{:?}",eval::Report::new(&js,&outs),t.elapsed()/500);
}
