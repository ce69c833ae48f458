use haedap::text::*;
fn main(){
    let p=std::path::PathBuf::from(std::env::args().nth(1).unwrap());
    let dest=std::path::PathBuf::from(std::env::args().nth(2).unwrap());
    if !dest.exists(){ let t=std::time::Instant::now(); dictionary::install(&p,&dest,|s| eprintln!("{s:?} {:?}",t.elapsed())).unwrap(); }
    let t=std::time::Instant::now();
    let a=Analyzer::new(dictionary::open(&dest).unwrap(),&UserWords::default()).unwrap();
    eprintln!("open {:?}",t.elapsed());
    let mut l=Lattice::default();
    let g=std::fs::read_to_string("/work/shared/analysis/golden.jsonl").unwrap();
    let (mut ok,mut n)=(0,0);
    let mut texts=vec![];
    for line in g.lines(){
        let v:serde_json::Value=serde_json::from_str(line).unwrap();
        let t=v["text"].as_str().unwrap();
        let m:Vec<_>=a.morphemes(&mut l,t).into_iter().map(|m| serde_json::json!([m.surface,m.tag,m.start,m.end])).collect();
        n+=1;
        if serde_json::Value::from(m.clone())==v["morphemes"] {ok+=1} else if n-ok<5 {println!("{t}\n {}\n {}",v["morphemes"],serde_json::Value::from(m))}
        texts.push(t.to_owned());
    }
    println!("{ok}/{n}");
    let bytes:usize=texts.iter().map(|t|t.len()).sum();
    for _ in 0..3 {
    let t=std::time::Instant::now(); let mut c=0;
    for x in &texts { c+=a.morphemes(&mut l,x).len(); }
    let e=t.elapsed(); println!("raw {c} {:.2} MB/s",bytes as f64/e.as_secs_f64()/1e6);
    let t=std::time::Instant::now(); let mut c=0;
    for x in &texts { c+=a.analyse(&mut l,x).terms.len(); }
    let e=t.elapsed(); println!("terms {c} {:.2} MB/s",bytes as f64/e.as_secs_f64()/1e6);
    }
}
